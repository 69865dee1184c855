import Columnar

/// Where the rows of a job go: made for one job by whoever knows the target (folders, a commit protocol), driven by the
/// engine.
///
/// The engine asks for one writer a partition, on the thread of the partition's task. When all have finished it calls
/// ``commit()``; after any failure ``abort()`` instead, and nothing that was there before may be lost.
package protocol WriteSink: Sendable {
    func writer(forPartition partition: Int) throws -> any PartitionWriter
    /// Makes the output of all finished writers visible.
    func commit() throws
    /// Removes what the job has written. Never throws: it runs while another error is on its way.
    func abort()
}

/// Takes the rows of one partition, used by one thread.
package protocol PartitionWriter: AnyObject {
    func write(_ batch: Batch) throws
    /// Ends the partition's files; they stay invisible until the sink commits.
    func finish() throws
    /// Closes and removes the partition's files after a failure.
    func abandon()
    var rowsWritten: Int { get }
    var bytesWritten: Int { get }
}
