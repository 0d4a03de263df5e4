/// What tells copies of a text: made of its tokens alone, so that title, layout and what stands around it do not count.
package struct TextSignature: Sendable, Equatable {
    /// A hash of all tokens in their order; equal texts have equal ones. 0 for a text that is not compared.
    package var hash: UInt64
    /// How many tokens there are, by `LengthTable`: to four significant bits.
    package var lengthCode: UInt8
    /// The least hashes of shingles, of `hashBitCount` bits, ascending, no two equal; all there are where they are fewer
    /// than `sketchCount`.
    package var minima: [UInt32]

    /// Of a text that is not compared with others.
    package static let none = TextSignature(hash: 0, lengthCode: 0, minima: [])

    /// Least hashes that are kept of a text. Of a text and a half of it 7 of them agree, and fewer than 2 once in two
    /// thousand times; of two texts that have a third of all their shingles in common fewer than 2 once in fifty times.
    /// What is found by them is compared word by word.
    package static let sketchCount = 15
    /// The upper bits of a shingle's hash that are kept: of ten million texts some twenty have a least hash in common by
    /// chance, few enough to compare their sketches.
    static let hashBitCount = 26

    package init(hash: UInt64, lengthCode: UInt8, minima: [UInt32]) {
        self.hash = hash
        self.lengthCode = lengthCode
        self.minima = minima
    }
}

/// Signs texts token by token; one value signs many, and keeps its memory.
///
/// A shingle is five tokens that follow one another. Source: Broder, "On the resemblance and containment of documents"
/// (1997): a bottom-*k* sketch, of which a share tells the share of all shingles.
package struct TextSigner {
    package static let shingleLength = 5
    /// Shorter texts, such as a caption alone or a notice, are equal by chance.
    package static let leastTokenCount = 16

    /// How many shingles so many tokens have.
    package static func shingleCount(ofTokens count: UInt32) -> UInt32 {
        count < UInt32(shingleLength) ? 0 : count - UInt32(shingleLength) + 1
    }

    private var tokens: [UInt64] = []
    private var shingles: [UInt32] = []

    package init() {}

    /// Begins another text.
    package mutating func begin() { tokens.removeAll(keepingCapacity: true) }

    /// Adds tokens of the text.
    ///
    /// - Complexity: O(bytes).
    package mutating func append(_ slice: TokenSlice) {
        TokenKernels.appendHashes(slice, to: &tokens)
    }

    /// The signature of the text.
    package mutating func sign() -> TextSignature {
        guard tokens.count >= Self.leastTokenCount else { return .none }
        SignatureKernels.hashShingles(of: tokens, length: Self.shingleLength, into: &shingles)
        // Zeros at first, as the kernel goes by how far hashes reach.
        let unkeptBitCount = UInt32(UInt32.bitWidth - TextSignature.hashBitCount)
        let mask = UInt32.max << unkeptBitCount
        for index in shingles.indices { shingles[index] &= mask }
        let least = SignatureKernels.leastValues(of: shingles, count: TextSignature.sketchCount)
        return TextSignature(
            hash: SignatureKernels.hash(of: tokens),
            lengthCode: LengthTable.code(for: UInt32(clamping: tokens.count)),
            minima: least.map { $0 >> unkeptBitCount })
    }

    /// The hashes of all shingles of the text, ascending, no two equal.
    package mutating func allShingles() -> [UInt32] {
        SignatureKernels.hashShingles(of: tokens, length: Self.shingleLength, into: &shingles)
        shingles.sort()
        return shingles.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }
}
