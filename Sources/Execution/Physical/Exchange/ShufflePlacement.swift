import Columnar

/// Where Spark's exchanges put rows, and how its adaptive execution joins small partitions afterwards.
enum ShufflePlacement {
    /// The partition (Int32) of each row: the remainder of the Murmur3 hash of its keys, never negative.
    static func partitions(ofKeys keys: [Column], count: Int, partitionCount: Int) -> Buffer {
        let buffer = Murmur3.hash(columns: keys, count: count)
        let hashes = buffer.typed(Int32.self)
        let n = Int32(truncatingIfNeeded: max(partitionCount, 1))
        for row in 0..<count {
            let remainder = hashes[row] % n
            hashes[row] = remainder < 0 ? remainder &+ n : remainder
        }
        return buffer
    }

    /// Row numbers sorted by partition, stable, and where each partition begins (partitionCount + 1 numbers).
    static func order(_ partitions: UnsafePointer<Int32>, count: Int, partitionCount: Int) -> (Selection, [Int]) {
        var starts = [Int](repeating: 0, count: partitionCount + 1)
        let rows = Selection(capacity: count)
        starts.withUnsafeMutableBufferPointer { starts in
            for row in 0..<count { starts[Int(partitions[row]) &+ 1] &+= 1 }
            for part in 0..<partitionCount { starts[part &+ 1] &+= starts[part] }
            let cursors = Buffer(capacity: partitionCount &* 8)
            let cursor = cursors.typed(Int.self)
            for part in 0..<partitionCount { cursor[part] = starts[part] }
            for row in 0..<count {
                let part = Int(partitions[row])
                rows.rows[cursor[part]] = Int32(truncatingIfNeeded: row)
                cursor[part] &+= 1
            }
        }
        rows.setCount(count)
        return (rows, starts)
    }

    /// Runs of partitions that adaptive execution reads as one: each as many as fit the target size.
    static func runs(ofBytes sizes: [Int], settings: ExecutionSettings, parallelism: Int) -> [Range<Int>] {
        guard settings.coalescesPartitions else { return sizes.indices.map { $0..<$0 + 1 } }
        let total = sizes.reduce(0, +)
        let target = max(
            settings.minPartitionBytes,
            min(settings.advisoryPartitionBytes, (total + parallelism - 1) / max(parallelism, 1)))
        var result: [Range<Int>] = []
        var start = 0
        var bytes = 0
        for (index, size) in sizes.enumerated() {
            if index > start && bytes + size > target {
                result.append(start..<index)
                start = index
                bytes = 0
            }
            bytes += size
        }
        result.append(start..<sizes.count)
        return result
    }

    /// Replaces the partitions of a batch's rows by the numbers of the runs that adaptive execution joins them to.
    static func joinNeighbours(_ places: Buffer, of batch: Batch, settings: ExecutionSettings, parallelism: Int) {
        let n = max(settings.shufflePartitions, 1)
        let numbers = places.typed(Int32.self)
        var sizes = [Int](repeating: 0, count: n)
        let bytesPerRow = batch.count == 0 ? 0 : max(batch.ownedByteCount / batch.count, 1)
        for row in 0..<batch.count { sizes[Int(numbers[row])] &+= bytesPerRow }
        var run = [Int32](repeating: 0, count: n)
        for (number, range) in runs(ofBytes: sizes, settings: settings, parallelism: parallelism).enumerated() {
            for partition in range { run[partition] = Int32(truncatingIfNeeded: number) }
        }
        for row in 0..<batch.count { numbers[row] = run[Int(numbers[row])] }
    }

    /// One batch as the partitions of a hash exchange on `keys`, columns over its rows.
    static func inSparkOrder(
        _ batch: Batch, keys: [Column], settings: ExecutionSettings, parallelism: Int
    ) -> [[Batch]] {
        let n = max(settings.shufflePartitions, 1)
        let places = partitions(ofKeys: keys, count: batch.count, partitionCount: n)
        let (rows, starts) = order(UnsafePointer(places.typed(Int32.self)), count: batch.count, partitionCount: n)
        let sorted = batch.gather(rows)
        let bytesPerRow = batch.count == 0 ? 0 : batch.ownedByteCount / batch.count
        let sizes = (0..<n).map { (starts[$0 + 1] - starts[$0]) * bytesPerRow }
        return runs(ofBytes: sizes, settings: settings, parallelism: parallelism).map {
            let range = starts[$0.lowerBound]..<starts[$0.upperBound]
            return range.isEmpty ? [] : [sorted.slice(range)]
        }
    }

    /// One large batch cut evenly into as many partitions as adaptive execution would leave.
    static func coalesced(_ batch: Batch, settings: ExecutionSettings, parallelism: Int) -> [[Batch]] {
        let parts = count(forBytes: batch.byteCount, settings: settings, parallelism: parallelism)
        return (0..<parts).map { part in
            let range = part * batch.count / parts..<(part + 1) * batch.count / parts
            return range.isEmpty ? [] : [batch.slice(range)]
        }
    }

    /// Batches of disjoint keys put together into as many partitions as adaptive execution would leave.
    static func grouped(_ batches: [Batch], settings: ExecutionSettings, parallelism: Int) -> [[Batch]] {
        runs(ofBytes: batches.map(\.byteCount), settings: settings, parallelism: parallelism).map { range in
            batches[range].filter { $0.count > 0 }
        }
    }

    static func count(forBytes bytes: Int, settings: ExecutionSettings, parallelism: Int) -> Int {
        guard settings.coalescesPartitions else { return max(settings.shufflePartitions, 1) }
        let target = max(
            settings.minPartitionBytes,
            min(settings.advisoryPartitionBytes, (bytes + parallelism - 1) / max(parallelism, 1)))
        return max(1, (bytes + target - 1) / target)
    }
}
