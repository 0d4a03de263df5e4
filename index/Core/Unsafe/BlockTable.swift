internal import IndexKernels
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

    subscript(index: Int) -> dossier_block_entry {
        precondition(index >= 0 && index < count, "block \(index) of \(count)")
        // Safe: checked above.
        return unsafe entries[index]
    }
}

extension TermPostings {
    /// The greatest score among the impacts of a block, before rounding up.
    ///
    /// - Parameters:
    ///   - saturations: k1 · (1 − b + b · length / average) for each of the 256 norms.
    ///   - weight: the idf, boosted.
    package func greatestScore(ofBlock index: Int, saturations: [Double], weight: Double) -> Double {
        precondition(saturations.count == 256, "\(saturations.count) saturations of 256 norms")
        // Safe: impacts and postings lie within the list's bytes, which bound what is read.
        return unsafe bytes.withUnsafeBytes { list in
            unsafe saturations.withUnsafeBufferPointer { saturations in
                guard let start = list.baseAddress, let saturations = saturations.baseAddress else {
                    return 0
                }
                let first = unsafe start.assumingMemoryBound(to: UInt8.self)
                if !self.list.hasImpacts {
                    return unsafe greatestScore(first, list.count, saturations, weight)
                }
                return unsafe dossier_greatest_score(
                    first + self.list.impactOffset(ofBlock: index), first + list.count, saturations, weight)
            }
        }
    }

    /// The greatest score of a list of fewer than 128 postings.
    // Safe: the caller lends the list's bytes and 256 saturations.
    private func greatestScore(
        _ list: UnsafePointer<UInt8>, _ size: Int, _ saturations: UnsafePointer<Double>, _ weight: Double
    ) -> Double {
        guard let norms else { return .infinity }
        // Safe: all documents of the list have norms, which `init` has checked.
        return unsafe norms.withUnsafeBytes { norms in
            guard let norms = norms.baseAddress else { return .infinity }
            return unsafe dossier_greatest_tail_score(
                list, size, UInt32(self.list.documentFrequency), norms.assumingMemoryBound(to: UInt8.self),
                saturations, weight)
        }
    }
}
