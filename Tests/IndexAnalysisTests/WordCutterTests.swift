import Testing

@testable import IndexAnalysis

/// Tokens by the scanner alone, one word after another.
private func scanned(_ text: [UInt8], _ range: Range<Int>, _ tokenizer: Tokenizer) -> TokenBuffer {
    let scanner = WordScanner(text: text, end: range.upperBound, foldedByte: tokenizer.foldedByte)
    var buffer = TokenBuffer()
    var offset = range.lowerBound
    while offset < range.upperBound {
        let folded = tokenizer.foldedByte[Int(text[offset])]
        if folded == 0 {
            offset += 1
        } else if tokenizer.mode == .simple {
            offset = scanner.scanSimpleWord(at: offset, into: &buffer)
        } else if folded != Tokenizer.beyondASCII {
            offset = scanner.scanWord(at: offset, into: &buffer)
        } else {
            offset = scanner.scanBeyondASCII(at: offset, into: &buffer)
        }
    }
    return buffer
}

/// Mostly ASCII, with words of all lengths up to some that are cut.
private func randomText(_ random: inout SplitMix) -> [UInt8] {
    let pieces = [
        " ", "  ", ".", ",", "'", "'s", "_", "1", "9.", "U.S.", "\u{E9}", "\u{5317}", "-", "Z", "@[`{/:",
    ]
    return (0..<Int.random(in: 0...60, using: &random)).flatMap { _ -> [UInt8] in
        if Int.random(in: 0...2, using: &random) == 0 {
            return Array(pieces[Int.random(in: 0..<pieces.count, using: &random)].utf8)
        }
        let length = Int.random(in: 0...30, using: &random) == 0 ? 600 : 20
        return (0..<Int.random(in: 0...length, using: &random)).map { _ in
            let letter = UInt8.random(in: 0x61...0x7A, using: &random)
            return Bool.random(using: &random) ? letter : letter & 0x5F
        }
    }
}

@Test(
    "Words cut many bytes at a time are those of the scanner", arguments: [Tokenizer.Mode.simple, .standard])
func cutterAgreesWithScanner(mode: Tokenizer.Mode) {
    let tokenizer = Tokenizer(mode: mode)
    var random = SplitMix(state: 7)
    for round in 0..<4_000 {
        // Now and then more words than are cut at once.
        let text = (0..<(round % 100 == 0 ? 40 : 1)).flatMap { _ in randomText(&random) }
        let lower = Int.random(in: 0...text.count, using: &random)
        let range = lower..<Int.random(in: lower...text.count, using: &random)
        var buffer = TokenBuffer()
        tokenizer.appendTokens(of: text, in: range, to: &buffer)
        #expect(buffer == scanned(text, range, tokenizer))
    }
}
