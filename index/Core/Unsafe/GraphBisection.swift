internal import IndexKernels
internal import IndexStorage
internal import Synchronization

/// Orders documents so that those with the same terms stand side by side, which leaves small gaps in posting lists.
///
/// Source: Dhulipala et al., "Compressing graphs and indexes with recursive graph bisection" (2016); see
/// `Reordering.c`.
struct GraphBisection {
    private let index: ForwardIndex

    init(_ index: ForwardIndex) { self.index = index }

    /// The documents in their new order; the same for any number of threads, on every machine.
    ///
    /// An order that is no better than the one documents have is not taken.
    ///
    /// - Parameter didDivide: called on worker threads with the work done and to do, in no unit.
    /// - Complexity: O(postings · log documents); 16 bytes a term and a document for each thread.
    func order(
        threadCount: Int, didDivide: @Sendable (Int, Int) -> Void = { _, _ in }
    ) throws(StorageError) -> [UInt32] {
        let done = Atomic(0)
        let total = (Self.sharedLevelCount + Self.deepWeight) * index.documentCount
        @Sendable func advance(_ count: Int) {
            didDivide(done.wrappingAdd(count, ordering: .relaxed).newValue, total)
        }
        let original = [UInt32](0..<UInt32(index.documentCount))
        var parts = [original]
        for _ in 0..<Self.sharedLevelCount {
            let divided = try divide(parts, isDeep: false, threadCount: threadCount, advance)
            parts = divided.flatMap { part in
                let half = part.count / 2
                return [Array(part[..<half]), Array(part[half...])]
            }
        }
        let order = try divide(parts, isDeep: true, threadCount: threadCount, advance).flatMap(\.self)
        return gapCost(of: order) < gapCost(of: original) ? order : original
    }

    /// Levels on which each part is a piece of work by itself; below, a part is divided by one thread to the end.
    private static let sharedLevelCount = 6
    /// How many times as long as one level the rest is thought to take.
    private static let deepWeight = 6

    private func divide(
        _ parts: [[UInt32]], isDeep: Bool, threadCount: Int, _ didDivide: @Sendable (Int) -> Void
    ) throws(StorageError) -> [[UInt32]] {
        try Workers.map(count: parts.count, threadCount: threadCount) { number throws(StorageError) in
            let divided = divide(parts[number], isDeep: isDeep)
            didDivide(divided.count * (isDeep ? Self.deepWeight : 1))
            return divided
        }
    }

    /// Divides documents into two halves that stand one after the other, and where `isDeep` these again.
    private func divide(_ documents: [UInt32], isDeep: Bool) -> [UInt32] {
        var documents = documents
        if documents.isEmpty { return documents }
        let termCount = index.termCount
        // Safe: the index was checked when it was made, documents are below its count, and each array has the room
        // that the kernel names.
        unsafe withIndex { forward in
            var counts = [UInt32](repeating: 0, count: 2 * termCount)
            var differences = [Int32](repeating: 0, count: termCount)
            var touched = [UInt32](repeating: 0, count: termCount)
            var keys = [UInt64](repeating: 0, count: documents.count)
            var selected = keys
            unsafe counts.withUnsafeMutableBufferPointer { counts in
                unsafe differences.withUnsafeMutableBufferPointer { differences in
                    unsafe touched.withUnsafeMutableBufferPointer { touched in
                        unsafe keys.withUnsafeMutableBufferPointer { keys in
                            unsafe selected.withUnsafeMutableBufferPointer { selected in
                                var room = unsafe dossier_bisection_room(
                                    counts: counts.baseAddress!, differences: differences.baseAddress!,
                                    touched: touched.baseAddress!, keys: keys.baseAddress!,
                                    selected: selected.baseAddress!)
                                unsafe dossier_bisect(
                                    forward, &room, &documents, documents.count, isDeep ? 1 : 0)
                            }
                        }
                    }
                }
            }
        }
        return documents
    }

    /// Bits that the gaps of all posting lists take, about, when documents stand in an order; times 1024.
    func gapCost(of order: [UInt32]) -> UInt64 {
        precondition(order.count == index.documentCount, "\(order.count) documents")
        var last = [UInt32](repeating: 0, count: index.termCount)
        // Safe: as in `divide`.
        return unsafe withIndex { unsafe dossier_gap_cost($0, order, order.count, &last) }
    }

    private func withIndex<Result>(_ body: (UnsafePointer<dossier_forward_index>) -> Result) -> Result {
        // Safe: the arrays live for the call and are never empty.
        unsafe index.starts.withUnsafeBufferPointer { starts in
            unsafe index.terms.withUnsafeBufferPointer { terms in
                var forward = unsafe dossier_forward_index(
                    starts: starts.baseAddress!, terms: terms.baseAddress!,
                    term_count: UInt32(index.termCount))
                return unsafe body(&forward)
            }
        }
    }
}
