import Dispatch
import Foundation
import Synchronization

/// Prints a line at once.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

func readLines(_ path: String) throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
}

/// The results of `work` on as many threads, in order.
func concurrently(_ threadCount: Int, _ work: @Sendable (Int) -> Int) -> [Int] {
    let results = Mutex([Int](repeating: 0, count: threadCount))
    DispatchQueue.concurrentPerform(iterations: threadCount) { thread in
        let result = work(thread)
        results.withLock { $0[thread] = result }
    }
    return results.withLock { $0 }
}
