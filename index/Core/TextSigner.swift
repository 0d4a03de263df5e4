/// What tells copies of a text: made of its tokens alone, so that title, layout and what stands around it do not count.
package struct TextSignature: Sendable, Equatable {
    /// A hash of all tokens in their order; equal texts have equal ones. 0 for a text that is not compared.
    package var hash: UInt64
    package var tokenCount: UInt32
    /// The least hashes of shingles, ascending, no two equal; all there are where they are fewer than `sketchCount`.
    package var minima: [UInt32]

    /// Of a text that is not compared with others.
    package static let none = TextSignature(hash: 0, tokenCount: 0, minima: [])

    /// Least hashes that are kept of a text. Of two texts that have a third of all their shingles in common, 8 of them
    /// agree, and fewer than 2 once in a thousand times; what is found by them is compared word by word.
    package static let sketchCount = 24

    package init(hash: UInt64, tokenCount: UInt32, minima: [UInt32]) {
        self.hash = hash
        self.tokenCount = tokenCount
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
        return TextSignature(
            hash: SignatureKernels.hash(of: tokens), tokenCount: UInt32(clamping: tokens.count),
            minima: SignatureKernels.leastValues(of: shingles, count: TextSignature.sketchCount))
    }

    /// The hashes of all shingles of the text, ascending, no two equal.
    package mutating func allShingles() -> [UInt32] {
        SignatureKernels.hashShingles(of: tokens, length: Self.shingleLength, into: &shingles)
        shingles.sort()
        return shingles.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }
}
