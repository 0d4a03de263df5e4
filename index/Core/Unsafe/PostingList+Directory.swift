internal import IndexKernels
internal import IndexStorage

extension PostingList {
    /// Where block `index` and its impacts lie in the list's bytes, a list without a directory having none; nil where the
    /// directory is damaged.
    func place(ofBlock index: Int) -> (impacts: Int, block: Range<Int>)? {
        precondition(index >= 0 && index < blockCount, "block \(index) of \(blockCount)")
        guard hasImpacts else { return bytes.count > 0 ? (0, 0..<bytes.count) : nil }
        var entry = dossier_block_entry()
        // Safe: the kernel stays within the list.
        let isSound = unsafe bytes.withUnsafeBytes { list in
            guard let start = list.baseAddress else { return false }
            return unsafe dossier_read_entry(
                start.assumingMemoryBound(to: UInt8.self), list.count, blockCount, index, &entry) != 0
        }
        return isSound ? (entry.impacts, entry.block..<entry.end) : nil
    }

    /// Index of the first block, at or after `start`, that may hold `document` or a later one; nil when none does.
    ///
    /// - Complexity: O(log blocks) from `start` on; the entries of groups in between are not read.
    package func block(reaching document: UInt32, from start: Int = 0) -> Int? {
        guard hasImpacts else { return start == 0 && lastDocument(ofBlock: 0) >= document ? 0 : nil }
        // Safe: the directory lies within the list, which `init` has checked.
        let found = unsafe bytes.withUnsafeBytes { list in
            guard let first = list.baseAddress else { return blockCount }
            return unsafe dossier_find_block(
                first.assumingMemoryBound(to: UInt8.self), blockCount, start, document)
        }
        return found < blockCount ? found : nil
    }
}

extension TermPostings {
    /// The greatest score among the impacts of a block, before rounding up.
    ///
    /// - Parameters:
    ///   - saturations: k1 · (1 − b + b · length / average) for each of the 256 norms.
    ///   - weight: the idf, boosted.
    package func greatestScore(ofBlock index: Int, saturations: [Double], weight: Double) -> Double {
        guard list.hasImpacts else { return greatestScore(saturations: saturations, weight: weight) }
        return greatestScore(
            at: list.place(ofBlock: index)?.impacts, saturations: saturations, weight: weight)
    }

    /// The greatest score among the impacts of a group of 32 blocks, before rounding up.
    package func greatestScore(ofGroup index: Int, saturations: [Double], weight: Double) -> Double {
        greatestScore(at: list.impactsStart(ofGroup: index), saturations: saturations, weight: weight)
    }

    /// The greatest score among the impacts that begin in the list's bytes; no bound where they are damaged.
    private func greatestScore(at start: Int?, saturations: [Double], weight: Double) -> Double {
        precondition(saturations.count == 256, "\(saturations.count) saturations of 256 norms")
        // Safe: the impacts begin within the list's bytes, which bound what is read.
        return unsafe list.bytes.withUnsafeBytes { bytes in
            unsafe saturations.withUnsafeBufferPointer { saturations in
                guard let start, start <= bytes.count, let first = bytes.baseAddress,
                    let saturations = saturations.baseAddress
                else { return .infinity }
                let list = unsafe first.assumingMemoryBound(to: UInt8.self)
                return unsafe dossier_greatest_score(list + start, list + bytes.count, saturations, weight)
            }
        }
    }

    /// The greatest score of a list of fewer than 128 postings.
    private func greatestScore(saturations: [Double], weight: Double) -> Double {
        precondition(saturations.count == 256, "\(saturations.count) saturations of 256 norms")
        guard let norms else { return .infinity }
        // Safe: all documents of the list have norms, which `init` has checked; the kernel stays within the list.
        return unsafe list.bytes.withUnsafeBytes { bytes in
            unsafe norms.withUnsafeBytes { norms in
                unsafe saturations.withUnsafeBufferPointer { saturations in
                    guard let list = bytes.baseAddress, let norms = norms.baseAddress,
                        let saturations = saturations.baseAddress
                    else { return .infinity }
                    return unsafe dossier_greatest_tail_score(
                        list.assumingMemoryBound(to: UInt8.self), bytes.count,
                        UInt32(self.list.documentFrequency), norms.assumingMemoryBound(to: UInt8.self),
                        saturations, weight)
                }
            }
        }
    }
}

extension TermPositions {
    /// Where a chunk lies in the bytes; nil where the directory is damaged.
    func chunkRange(_ index: Int) -> Range<Int>? {
        precondition(index >= 0 && index < blockCount, "chunk \(index) of \(blockCount)")
        guard hasDirectory else { return 0..<bytes.count }
        var (start, end) = (0, 0)
        // Safe: the kernel stays within the bytes.
        let isSound = unsafe bytes.withUnsafeBytes { positions in
            guard let first = positions.baseAddress else { return false }
            return unsafe dossier_read_chunk_range(
                first.assumingMemoryBound(to: UInt8.self), positions.count, blockCount, index, &start, &end)
                != 0
        }
        return isSound ? start..<end : nil
    }
}
