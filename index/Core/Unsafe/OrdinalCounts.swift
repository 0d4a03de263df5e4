internal import IndexKernels
package import IndexStorage

/// How many documents carry each value of a column, over the documents it is shown.
package struct OrdinalCounts {
    private let column: OrdinalColumn
    /// One a value, or, where ordinals have one byte, four tables of 256, to be added up.
    private var counters: [UInt32]

    package init(of column: OrdinalColumn) {
        self.column = column
        counters = [UInt32](
            repeating: 0, count: dossier_ordinal_counter_count(Int32(column.width), column.valueCount))
    }

    /// Counts the values of each document of a bitmap.
    ///
    /// - Parameter words: bit `d % 64` of word `d / 64` stands for document `base + d`; all set ones exist.
    /// - Throws: `StorageError.corrupt` when the column contradicts itself.
    /// - Complexity: O(words + values of the documents); no allocation.
    package mutating func count(_ words: Span<UInt64>, from base: UInt32) throws(StorageError) {
        // Safe: the kernel reads within the sizes it is given, and writes counters below their number.
        try unsafe count(words) { first, count, column, valueCount, counters in
            unsafe dossier_count_ordinals(first, count, Int(base), column, valueCount, counters)
        }
    }

    /// Counts the values of some documents of the segment.
    ///
    /// - Throws: `StorageError.corrupt` when the column contradicts itself.
    /// - Complexity: O(values of the documents); no allocation.
    package mutating func count(_ documents: Span<UInt32>) throws(StorageError) {
        // Safe: as above.
        try unsafe count(documents) { first, count, column, valueCount, counters in
            unsafe dossier_count_ordinals_of(first, count, column, valueCount, counters)
        }
    }

    /// Lends everything to a kernel, which tells whether the column is sound.
    private mutating func count<Element>(
        _ elements: Span<Element>,
        _ kernel: (
            UnsafePointer<Element>, Int, UnsafePointer<dossier_ordinals>, Int, UnsafeMutablePointer<UInt32>
        ) -> Int32
    ) throws(StorageError) {
        let column = column
        if column.ordinals.count == 0 { return }
        // Safe: the pointers and sizes belong together, and do not leave the kernel.
        let isSound = unsafe counters.withUnsafeMutableBufferPointer { counters in
            unsafe elements.withUnsafeBufferPointer { elements in
                unsafe column.withKernelColumn { kernelColumn in
                    guard let first = elements.baseAddress, let counters = counters.baseAddress else {
                        return true
                    }
                    return unsafe kernel(first, elements.count, kernelColumn, column.valueCount, counters)
                        != 0
                }
            }
        }
        guard isSound else { throw column.damaged }
    }

    /// For each ordinal the documents counted.
    ///
    /// - Throws: `StorageError.corrupt` when the column names values that there are not.
    package func values() throws(StorageError) -> [UInt32] {
        guard column.width == 1 else { return counters }
        var values = [UInt32](repeating: 0, count: 256)
        for (index, count) in counters.enumerated() { values[index % 256] += count }
        guard column.valueCount <= 256, values[column.valueCount...].allSatisfy({ $0 == 0 }) else {
            throw column.damaged
        }
        return Array(values[..<column.valueCount])
    }
}

extension OrdinalColumn {
    /// Lends the column to a kernel; the pointer must not leave the closure.
    fileprivate func withKernelColumn<Result>(
        _ body: (UnsafePointer<dossier_ordinals>) -> Result
    ) -> Result {
        // Safe: the sizes are those of the sections, checked in `init`, and there are ordinals; both stay mapped.
        unsafe offsets.withUnsafeBytes { offsets in
            unsafe ordinals.withUnsafeBytes { ordinals in
                guard let first = ordinals.baseAddress else { preconditionFailure("no ordinals") }
                let offsets = unsafe offsets.baseAddress?.assumingMemoryBound(to: UInt8.self)
                let starts = unsafe offsetWidth == 0 ? nil : offsets
                var column = unsafe dossier_ordinals(
                    starts: starts, distances: starts.map { unsafe $0 + distancesStart },
                    ordinals: first.assumingMemoryBound(to: UInt8.self), document_count: documentCount,
                    ordinal_count: ordinals.count / width, width: Int32(width),
                    distance_width: Int32(offsetWidth))
                return unsafe withUnsafePointer(to: &column) { unsafe body($0) }
            }
        }
    }
}
