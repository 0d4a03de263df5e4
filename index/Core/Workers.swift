internal import Dispatch
package import IndexStorage
internal import Synchronization

/// Does independent pieces of work on several threads.
package enum Workers {
    private struct State<Result: Sendable>: Sendable {
        var next = 0
        var results: [Result?]
        var failure: StorageError?
    }

    /// The number of processors.
    package static var processorCount: Int { ProcessorCount.available }

    /// The results of `work` for 0..<count, in order; the pieces are begun in order.
    ///
    /// - Parameter threadCount: at least 1; more threads than processors are of no use.
    /// - Throws: one of the errors, when a piece fails; no new piece is begun then.
    package static func map<Result: Sendable>(
        count: Int, threadCount: Int, _ work: @Sendable (Int) throws(StorageError) -> Result
    ) throws(StorageError) -> [Result] {
        let state = Mutex(State<Result>(results: [Result?](repeating: nil, count: count)))
        DispatchQueue.concurrentPerform(iterations: max(1, min(threadCount, count))) { _ in
            while true {
                let index = state.withLock { state -> Int? in
                    guard state.next < count, state.failure == nil else { return nil }
                    defer { state.next += 1 }
                    return state.next
                }
                guard let index else { return }
                do throws(StorageError) {
                    let result = try work(index)
                    state.withLock { $0.results[index] = result }
                } catch {
                    state.withLock { $0.failure = error }
                }
            }
        }
        return try state.withLock { state throws(StorageError) in
            if let failure = state.failure { throw failure }
            return state.results.compactMap { $0 }
        }
    }
}
