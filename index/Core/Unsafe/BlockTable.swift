package import IndexKernels
internal import IndexStorage

/// The blocks of a posting list, as its directory tells them; a list of fewer than 128 postings is one block.
@safe
final class BlockTable: @unchecked Sendable {
    // Sendable because nothing changes after init.
    // Safe: allocated in init, freed in deinit; `count` entries, all of them written before init returns.
    private let entries: UnsafeMutablePointer<dossier_block_entry>
    let count: Int

    /// - Returns: nil when the directory contradicts itself or the list's size.
    init?(_ list: Span<UInt8>, documentFrequency: Int) {
        count = (documentFrequency + blockLength - 1) / blockLength
        // Safe: see the field.
        unsafe entries = .allocate(capacity: count)
        // Safe: the kernel reads no more bytes than there are and writes `count` entries.
        let isRead = unsafe list.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return false }
            return unsafe dossier_read_directory(start, bytes.count, documentFrequency, entries) != 0
        }
        if !isRead { return nil }
    }

    deinit {
        // Safe: freed once.
        unsafe entries.deallocate()
    }

    /// Lends the entries, which live as long as the table.
    func withEntries(_ body: (UnsafePointer<dossier_block_entry>, Int) -> Void) {
        // Safe: see the field.
        unsafe body(entries, count)
    }

    subscript(index: Int) -> dossier_block_entry {
        precondition(index >= 0 && index < count, "block \(index) of \(count)")
        // Safe: checked above.
        return unsafe entries[index]
    }
}

extension TermPostings {
    /// Sets a cursor before the first block; it is good as long as the postings are.
    package func open(_ cursor: UnsafeMutablePointer<dossier_cursor>) {
        // Safe: the list was checked against its directory when it was read.
        unsafe bytes.withUnsafeBytes { list in
            guard let start = list.baseAddress else { return }
            // Safe: as above.
            unsafe self.list.blocks.withEntries { blocks, count in
                // Safe: as above.
                unsafe dossier_open_cursor(
                    cursor, start.assumingMemoryBound(to: UInt8.self), UInt32(list.count), blocks,
                    UInt32(count), UInt32(self.list.documentFrequency))
            }
        }
    }
}
