import Testing
@testable import Columnar
