internal import IndexKernels
internal import IndexStorage

/// Postings of one list that wait to be written: at most two blocks, with their norms and the gaps of their positions.
@safe
final class PendingPostings {
    // Safe: allocated in init and freed in deinit; each has room for two blocks.
    private let documents: UnsafeMutablePointer<UInt32>
    // Safe: as above.
    private let frequencies: UnsafeMutablePointer<UInt32>
    // Safe: as above.
    private let norms: UnsafeMutablePointer<UInt8>
    // Safe: as above, with room for `gapRoom`.
    private var gaps: UnsafeMutablePointer<UInt32>
    private var gapRoom = 1 << 12
    private var gapCount = 0
    /// How many postings wait.
    private(set) var count = 0

    // Safe: as above; room for a block, for its impacts and for its chunk.
    private let block: UnsafeMutablePointer<UInt8>
    // Safe: as above.
    private let impacts: UnsafeMutablePointer<UInt8>
    // Safe: as above, with room for `5 * gapRoom + 1`.
    private var chunk: UnsafeMutablePointer<UInt8>
    /// Sizes of what was encoded last.
    private var impactsSize = 0
    private var blockSize = 0
    private var chunkSize = 0
    private var encodedCount = 0
    private var encodedGapCount = 0

    init() {
        // Safe: see the fields; nothing is read before it is written.
        unsafe documents = .allocate(capacity: 2 * blockLength)
        // Safe: as above.
        unsafe frequencies = .allocate(capacity: 2 * blockLength)
        // Safe: as above.
        unsafe norms = .allocate(capacity: 2 * blockLength)
        // Safe: as above.
        unsafe gaps = .allocate(capacity: gapRoom)
        // Safe: as above.
        unsafe block = .allocate(capacity: Int(dossier_block_room))
        // Safe: as above.
        unsafe impacts = .allocate(capacity: Int(dossier_impacts_room))
        // Safe: as above.
        unsafe chunk = .allocate(capacity: 5 * gapRoom + 1)
    }

    deinit {
        // Safe: each is freed once, by its owner.
        unsafe documents.deallocate()
        // Safe: as above.
        unsafe frequencies.deallocate()
        // Safe: as above.
        unsafe norms.deallocate()
        // Safe: as above.
        unsafe gaps.deallocate()
        // Safe: as above.
        unsafe block.deallocate()
        // Safe: as above.
        unsafe impacts.deallocate()
        // Safe: as above.
        unsafe chunk.deallocate()
    }

    /// Adds a posting without positions.
    ///
    /// - Parameter last: the document before the first that waits, `.max` for none.
    func append(document: UInt32, frequency: UInt32, norm: UInt8, after last: UInt32) {
        precondition(count < blockLength, "\(count) postings wait")
        // Safe: 0 < count.
        let previous = unsafe count > 0 ? documents[count - 1] : last
        precondition(previous == .max || document > previous, "documents must ascend")
        // Safe: there is room for two blocks.
        unsafe documents[count] = document
        // Safe: as above.
        unsafe frequencies[count] = frequency
        // Safe: as above.
        unsafe norms[count] = norm
        count += 1
    }

    /// Adds the documents of occurrences until a block is full.
    ///
    /// - Returns: how many occurrences were used.
    func append(_ occurrences: [UInt64], _ range: Range<Int>, norms: [UInt8]) -> Int {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= occurrences.count && !range.isEmpty,
            "\(range) of \(occurrences.count) occurrences")
        precondition(!norms.isEmpty && count < blockLength, "\(count) postings wait")
        makeRoom(forGaps: range.count)
        var added: UInt32 = 0
        // Safe: the range lies within the occurrences, the kernel checks documents against the norms, and there is room
        // for a block of postings and for a gap an occurrence.
        let used = unsafe occurrences.withUnsafeBufferPointer { occurrences in
            unsafe norms.withUnsafeBufferPointer { table in
                unsafe dossier_group_occurrences(
                    occurrences.baseAddress! + range.lowerBound, range.count, UInt32(blockLength - count),
                    table.baseAddress!, UInt32(norms.count), documents + count, frequencies + count,
                    self.norms + count, gaps + gapCount, &added)
            }
        }
        precondition(used <= range.count, "documents and their positions ascend, and documents have norms")
        count += Int(added)
        gapCount += used
        return used
    }

    /// Encodes a block of what waits, at most 128 postings.
    ///
    /// - Returns: its last document.
    func encode(after last: UInt32) -> UInt32 {
        precondition(count > 0, "a block without postings")
        encodedCount = min(count, blockLength)
        encodedGapCount = gapCount
        if encodedCount < count {
            encodedGapCount = 0
            // Safe: below the count.
            for index in 0..<encodedCount { unsafe encodedGapCount += Int(frequencies[index]) }
        }
        encodeBlock(after: last)
        // Safe: below the count.
        let newest = unsafe documents[encodedCount - 1]
        // Safe: as many postings as are read were written, and the target has room for any impacts.
        unsafe impactsSize = dossier_encode_impacts(frequencies, norms, UInt32(encodedCount), impacts)
        return newest
    }

    /// Encodes what waits, fewer than 128 postings, as a list without a directory.
    func encodeTail() {
        precondition(count > 0 && count < blockLength, "\(count) postings wait")
        (encodedCount, encodedGapCount) = (count, gapCount)
        encodeBlock(after: .max)
    }

    private func encodeBlock(after last: UInt32) {
        // Safe: the postings that are read were written, and each target has the room its kernel names.
        unsafe blockSize = dossier_encode_block(documents, frequencies, UInt32(encodedCount), last, block)
        // Safe: as above.
        unsafe chunkSize = dossier_encode_gaps(gaps, encodedGapCount, chunk)
    }

    /// Appends the impacts of the block that was encoded.
    func appendImpacts(to bytes: inout [UInt8]) {
        // Safe: `encode` has written as many bytes.
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: impacts, count: impactsSize))
    }

    /// Appends the block that was encoded.
    func appendBlock(to bytes: inout [UInt8]) {
        // Safe: `encode` has written as many bytes.
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: block, count: blockSize))
    }

    /// Appends the chunk that was encoded.
    func appendChunk(to bytes: inout [UInt8]) {
        // Safe: `encode` has written as many bytes.
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: chunk, count: chunkSize))
    }

    /// Forgets the postings that were encoded.
    func removeEncoded() {
        let (left, gapsLeft) = (count - encodedCount, gapCount - encodedGapCount)
        // Safe: what is left lies within the buffers; the regions may overlap.
        unsafe documents.update(from: documents + encodedCount, count: left)
        // Safe: as above.
        unsafe frequencies.update(from: frequencies + encodedCount, count: left)
        // Safe: as above.
        unsafe norms.update(from: norms + encodedCount, count: left)
        // Safe: as above.
        unsafe gaps.update(from: gaps + encodedGapCount, count: gapsLeft)
        (count, gapCount, encodedCount, encodedGapCount) = (left, gapsLeft, 0, 0)
    }

    private func makeRoom(forGaps more: Int) {
        guard gapCount + more > gapRoom else { return }
        gapRoom = max(2 * gapRoom, gapCount + more)
        // Safe: the gaps so far are moved to larger memory, and the old is freed.
        let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: gapRoom)
        // Safe: as above.
        unsafe larger.update(from: gaps, count: gapCount)
        // Safe: as above.
        unsafe gaps.deallocate()
        // Safe: as above.
        unsafe gaps = larger
        // Safe: a chunk is written and read before the next gaps come.
        unsafe chunk.deallocate()
        // Safe: as above.
        unsafe chunk = .allocate(capacity: 5 * gapRoom + 1)
    }
}

extension PendingPostings {
    /// Where a list to be copied lies.
    struct Source {
        var entry: TermEntry
        var postings: MappedBytes
        var positions: MappedBytes
        /// Of the segment.
        var documentCount: Int
    }

    /// New numbers of documents, ascending.
    enum Renumbering {
        /// One after another from this one on.
        case following(UInt32)
        /// One for each document, `.max` for none.
        case listed([UInt32])
    }

    /// Copies a list with new document numbers, and calls `flush` whenever a block waits.
    ///
    /// - Parameter norms: one for each new number.
    /// - Returns: how many postings and occurrences were kept; nil when the list is damaged.
    func append(
        _ source: Source, _ renumbering: Renumbering, norms table: [UInt8], flush: () -> Void
    ) -> (postings: Int, occurrences: Int)? {
        if case .listed(let numbers) = renumbering {
            precondition(numbers.count == source.documentCount, "\(numbers.count) numbers")
        }
        var kept = (postings: 0, occurrences: 0)
        // Safe: the reader is used within the closure alone.
        let isRead = unsafe source.forEachBlock { reader in
            // Safe: the reader is open, and where numbers are listed there is one for each of its documents.
            guard let more = unsafe readBlock(&reader, renumbering, table) else { return false }
            kept.postings += more.postings
            kept.occurrences += more.occurrences
            if count >= blockLength { flush() }
            return true
        }
        return isRead ? kept : nil
    }

    private func readBlock(
        _ reader: inout dossier_list_reader, _ renumbering: Renumbering, _ table: [UInt8]
    ) -> (postings: Int, occurrences: Int)? {
        precondition(count < blockLength, "\(count) postings wait")
        let (newDocuments, newFrequencies) = unsafe (documents + count, frequencies + count)
        var more = 0
        // Safe: there is room for a block behind fewer than 128 postings.
        let added = unsafe dossier_read_block(&reader, newDocuments, newFrequencies, &more)
        guard added > 0 else { return nil }
        makeRoom(forGaps: more)
        // Safe: there is room for the gaps, which are as many as the frequencies say.
        guard unsafe dossier_read_gaps(&reader, newFrequencies, added, more, gaps + gapCount) != 0 else {
            return nil
        }
        precondition(!table.isEmpty, "documents without norms")
        // Safe: documents are below the segment's count, as the reader has checked, and so many numbers are listed; the
        // kernels check these against the norms, and there is room as above.
        let kept = unsafe table.withUnsafeBufferPointer { table in
            switch renumbering {
            case .following(let first):
                // Safe: as above.
                unsafe dossier_shift_numbers(
                    first, table.baseAddress!, UInt32(table.count), added, newDocuments, norms + count)
            case .listed(let numbers):
                // Safe: as above.
                unsafe numbers.withUnsafeBufferPointer { numbers in
                    unsafe dossier_renumber(
                        numbers.baseAddress!, table.baseAddress!, UInt32(table.count), added, newDocuments,
                        newFrequencies, norms + count, gaps + gapCount, &more)
                }
            }
        }
        precondition(kept <= added, "a number without a norm")
        count += Int(kept)
        gapCount += more
        return (Int(kept), more)
    }
}

extension PendingPostings.Source {
    /// Lends a reader of the list to `body`, which reads a block, until all are read.
    ///
    /// - Returns: false when the list is damaged, or as soon as `body` returns false.
    func forEachBlock(_ body: (inout dossier_list_reader) -> Bool) -> Bool {
        // Safe: the reader checks every bound; it does not outlive the bytes.
        unsafe postings.withUnsafeBytes { postings -> Bool in
            unsafe positions.withUnsafeBytes { positions -> Bool in
                var reader = unsafe dossier_list_reader()
                guard let postingsStart = postings.baseAddress, let positionsStart = positions.baseAddress,
                    let postingCount = UInt32(exactly: entry.documentFrequency),
                    unsafe dossier_open_list(
                        &reader, postingsStart.assumingMemoryBound(to: UInt8.self), postings.count,
                        positionsStart.assumingMemoryBound(to: UInt8.self), positions.count, postingCount,
                        entry.totalFrequency, UInt32(documentCount)) != 0
                else { return false }
                // Safe: as above.
                while unsafe reader.left > 0 {
                    // Safe: the reader is open.
                    guard unsafe body(&reader) else { return false }
                }
                return true
            }
        }
    }
}
