import Synchronization

/// The numbers that stand for objects on the other side of the interface. They are counted once for the whole process,
/// so that a number is never used twice, not even for objects of different kinds.
final class HandleNumbers: Sendable {
    /// 0 is no handle; 1 is ``ErrorTable/forkedProcess``.
    private let last = Atomic<UInt64>(1)

    func next() -> UInt64 { last.wrappingAdd(1, ordering: .relaxed).newValue }
}

/// The objects of one kind that handles stand for. A number that is unknown, released or of another kind finds nothing.
final class HandleTable<Object: Sendable>: Sendable {
    private let numbers: HandleNumbers
    private let objects = Mutex<[UInt64: Object]>([:])

    init(_ numbers: HandleNumbers) { self.numbers = numbers }

    func insert(_ object: Object) -> UInt64 {
        let handle = numbers.next()
        insert(object, as: handle)
        return handle
    }

    /// For an object that must know its number.
    func insert(_ object: Object, as handle: UInt64) { objects.withLock { $0[handle] = object } }

    func find(_ handle: UInt64) -> Object? { objects.withLock { $0[handle] } }

    /// Takes the object out of the table. It lives on while a call that found it before still uses it.
    func remove(_ handle: UInt64) -> Object? { objects.withLock { $0.removeValue(forKey: handle) } }

    /// Takes out all objects that satisfy the condition.
    func removeAll(where condition: (Object) -> Bool) -> [Object] {
        objects.withLock { objects in
            let handles = objects.filter { condition($0.value) }.map(\.key)
            return handles.compactMap { objects.removeValue(forKey: $0) }
        }
    }
}
