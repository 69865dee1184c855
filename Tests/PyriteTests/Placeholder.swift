import Testing

@testable import Pyrite
