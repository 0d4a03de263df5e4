import TestSupport
import Testing

@testable import DossierBrowse

/// The inputs of bytes that come at once, followed by a pause.
private func inputs(_ bytes: [UInt8]) -> [Input] {
    var decoder = KeyDecoder()
    return decoder.decode(bytes) + decoder.flush()
}

private func inputs(_ text: String) -> [Input] { inputs(Array(text.utf8)) }

@Test(
    "Each sequence of a terminal is one key",
    arguments: [
        ("a", KeyPress(.character("a"))), ("é", KeyPress(.character("é"))), ("한", KeyPress(.character("한"))),
        ("\u{1F600}", KeyPress(.character("\u{1F600}"))), ("\r", KeyPress(.enter)), ("\t", KeyPress(.tab)),
        ("\u{7F}", KeyPress(.backspace)), ("\u{8}", KeyPress(.backspace)), ("\u{3}", .control("c")),
        ("\u{1A}", .control("z")), ("\u{1B}", KeyPress(.escape)), ("\u{1B}b", .alt("b")),
        ("\u{1B}é", .alt("é")), ("\u{1B}\u{7F}", KeyPress(.backspace, alt: true)), ("\u{1B}[", .alt("[")),
        ("\u{1B}O", .alt("O")), ("\u{1B}[A", KeyPress(.up)), ("\u{1B}OB", KeyPress(.down)),
        ("\u{1B}[1;5C", KeyPress(.right, control: true)), ("\u{1B}[1;3D", KeyPress(.left, alt: true)),
        ("\u{1B}\u{1B}[A", KeyPress(.up, alt: true)), ("\u{1B}[H", KeyPress(.home)),
        ("\u{1B}OF", KeyPress(.end)), ("\u{1B}[1~", KeyPress(.home)), ("\u{1B}[4~", KeyPress(.end)),
        ("\u{1B}[3~", KeyPress(.delete)), ("\u{1B}[5~", KeyPress(.pageUp)),
        ("\u{1B}[6~", KeyPress(.pageDown)), ("\u{1B}[Z", KeyPress(.backTab)),
        ("\u{1B}OP", KeyPress(.function1)),
        ("\u{1B}[[A", KeyPress(.function1)), ("\u{1B}[11~", KeyPress(.function1)),
        ("\u{1B}[15~", KeyPress(.other)), ("\u{1B}[<0;3;4M", KeyPress(.other)),
        ("\u{1B}OM", KeyPress(.enter)),
    ])
func sequences(text: String, press: KeyPress) {
    #expect(inputs(text) == [.key(press)])
}

@Test("Pasted text is one input, whatever it holds")
func paste() {
    #expect(
        inputs("\u{1B}[200~a\nb\u{1B}[A\u{1B}[201~c") == [
            .paste("a\nb\u{1B}[A"), .key(.init(.character("c"))),
        ])
    let long = String(repeating: "x", count: KeyDecoder.maximumPasteByteCount + 1000)
    #expect(
        inputs("\u{1B}[200~" + long + "\u{1B}[201~")
            == [.paste(String(long.prefix(KeyDecoder.maximumPasteByteCount)))])
}

@Test("However bytes are cut, they give the same keys")
func cuts() {
    let bytes = Array("a한\u{1B}[1;5C\u{1B}b\u{1B}[200~p\u{1B}q\u{1B}[201~\u{1B}OA\u{1B}\u{1B}[Bz".utf8)
    let whole = inputs(bytes)
    #expect(whole.count == 8)
    for cut in bytes.indices {
        var decoder = KeyDecoder()
        let parts = decoder.decode(bytes[..<cut]) + decoder.decode(bytes[cut...])
        #expect(parts == whole, "cut at \(cut)")
    }
}

@Test("After each prefix of a sequence and a pause, the next key is read as it is")
func prefixes() {
    for sequence in ["\u{1B}[1;5C", "\u{1B}OA", "한", "\u{1B}\u{1B}[B", "\u{1B}[200"] {
        let bytes = Array(sequence.utf8)
        for count in bytes.indices {
            var decoder = KeyDecoder()
            _ = decoder.decode(bytes[..<count])
            _ = decoder.flush()
            #expect(!decoder.isWaiting)
            let next = decoder.decode(Array("k".utf8))
            #expect(next == [.key(KeyPress(.character("k")))], "\(bytes[..<count])")
        }
    }
}

@Test("Random bytes never stop the decoder: letters after them are read again")
func randomBytes() {
    var random = SeededGenerator(state: 3)
    let likely = Array("\u{1B}[O;~1257A".utf8)
    for _ in 0..<20_000 {
        var decoder = KeyDecoder()
        let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
            Bool.random(using: &random)
                ? UInt8.random(in: 0...255, using: &random) : likely.randomElement(using: &random) ?? 0
        }
        _ =
            decoder.decode(bytes) + decoder.flush() + decoder.decode(Array("\u{1B}[201~".utf8))
            + decoder.flush()
        let next = decoder.decode(Array("k".utf8))
        #expect(next == [.key(KeyPress(.character("k")))], "\(bytes)")
    }
}
