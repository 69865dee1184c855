import Synchronization

/// Hands out the numbers 0..<count, each once, to whichever task asks.
final class MorselQueue: Sendable {
    private let position = Atomic<Int>(0)

    func reset() { position.store(0, ordering: .relaxed) }

    func take(of count: Int) -> Int? {
        let index = position.wrappingAdd(1, ordering: .relaxed).oldValue
        return index < count ? index : nil
    }
}
