import Testing
@testable import Connect
