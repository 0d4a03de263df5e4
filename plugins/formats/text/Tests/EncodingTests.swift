import Foundation
import PluginAPI
import Testing
import TextFormat

/// A paragraph of our own in one encoding, encoded by Python's codecs.
struct EncodedParagraph: CustomStringConvertible, Sendable {
    let language: String
    let encoding: String
    let bytes: [UInt8]
    let text: String
    var description: String { "\(language) in \(encoding)" }

    /// The rows of `Samples/encodings.tsv`: language, encoding, bytes in hexadecimal, text.
    static let all: [EncodedParagraph] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Samples/encodings.tsv")
        let table = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return table.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: "\t").map(String.init)
            guard fields.count == 4 else { return nil }
            let digits = Array(fields[2])
            let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
                UInt8(String(digits[$0...$0 + 1]), radix: 16)
            }
            return EncodedParagraph(language: fields[0], encoding: fields[1], bytes: bytes, text: fields[3])
        }
    }()
}

@Suite("TextDecoding")
struct EncodingTests {
    func decode(_ bytes: [UInt8], declared: String? = nil) -> String? {
        (try? TextDecoding.utf8(bytes, declared: declared)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// As one reader would see them: the Romanian letters with comma and with cedilla are one.
    func normalised(_ text: String?) -> String? {
        text.map { String($0.map { ["ș": "ş", "ț": "ţ", "Ș": "Ş", "Ț": "Ţ"][$0] ?? $0 }) }
    }

    @Test("A paragraph in a legacy encoding is read without a declaration", arguments: EncodedParagraph.all)
    func undeclared(paragraph: EncodedParagraph) {
        #expect(normalised(decode(paragraph.bytes)) == normalised(paragraph.text))
    }

    @Test("A paragraph in a legacy encoding is read by its declaration", arguments: EncodedParagraph.all)
    func declared(paragraph: EncodedParagraph) {
        #expect(decode(paragraph.bytes, declared: paragraph.encoding) == paragraph.text)
    }

    @Test("A declaration that the bytes deny is not followed", arguments: EncodedParagraph.all)
    func lies(paragraph: EncodedParagraph) {
        let utf8 = Array(paragraph.text.utf8)
        for label in ["iso-8859-1", paragraph.encoding, "utf-16", "no-such-thing"] {
            #expect(decode(utf8, declared: label) == paragraph.text, "UTF-8 declared as \(label)")
        }
        for label in ["utf-8", "no-such-thing"] {
            let text = normalised(decode(paragraph.bytes, declared: label))
            #expect(text == normalised(paragraph.text), "declared as \(label)")
        }
        let isLatin = paragraph.text.unicodeScalars.allSatisfy { $0.value < 0x250 || $0.value >= 0x2000 }
        if !isLatin || ["zh-CN", "zh-TW", "ja"].contains(paragraph.language) {
            #expect(decode(paragraph.bytes, declared: "iso-8859-1") == paragraph.text, "declared as Latin-1")
        }
    }

    @Test("UTF-16 and UTF-32 are read with and without a byte order mark", arguments: EncodedParagraph.all)
    func wide(paragraph: EncodedParagraph) {
        let text = paragraph.text + "\n"
        func bytes<Unit: FixedWidthInteger>(_ units: some Sequence<Unit>, isBig: Bool) -> [UInt8] {
            units.flatMap { unit in
                let ordered = (0..<Unit.bitWidth / 8).map { UInt8(truncatingIfNeeded: unit >> Unit(8 * $0)) }
                return isBig ? ordered.reversed() : ordered
            }
        }
        for isBig in [false, true] {
            let narrow = bytes(text.utf16, isBig: isBig)
            let wide = bytes(text.unicodeScalars.map(\.value), isBig: isBig)
            #expect(decode(narrow) == text)
            #expect(decode(bytes([UInt16(0xFEFF)], isBig: isBig) + narrow) == text)
            #expect(decode(wide) == text)
            #expect(decode(bytes([UInt32(0xFEFF)], isBig: isBig) + wide) == text)
        }
    }

    @Test("Stray Windows-1252 in UTF-8 is repaired byte by byte, a cut-off end is left out")
    func mixed() {
        let good = Array("Der Präsident eröffnete die Brücke über den Fluß; ".utf8)
        let stray = Array("caf".utf8) + [0xE9] + Array(" f".utf8) + [0xFC] + Array("r".utf8)
        #expect(decode(good + stray) == "Der Präsident eröffnete die Brücke über den Fluß; café für")
        #expect(decode(good + [0xE2, 0x80]) == "Der Präsident eröffnete die Brücke über den Fluß; ")
    }

    @Test(
        "UTF-8 read as Windows-1252 or Latin-1 and saved again is undone",
        arguments: ["It’s the café’s “best” day – €5 à la carte", "Паром снова ходит через реку", "東京で会議"])
    func mojibake(text: String) {
        let bytes = Array(text.utf8)
        let latin = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        #expect(decode(Array(latin.utf8)) == text)
    }

    @Test("What only looks like broken text is left as it is")
    func noMojibake() {
        for text in [
            "SÃO PAULO – A ÂNCORA É «SUA», DISSE JOÃO.", "The letters â€™ in a text of the café’s owner",
            "Ça coûte 5 € – « déjà vu »", "Zoë, Ömer and Çelik wrote â€™ and â€œ in the café’s book",
        ] {
            #expect(decode(Array(text.utf8)) == text)
        }
    }

    @Test("A few NUL bytes are dropped; more say that it is no text")
    func nul() {
        let text = String(repeating: "The ferry sailed again. ", count: 20)
        #expect(decode(Array((text + "per\u{0}haps").utf8)) == text + "perhaps")
        #expect(throws: FormatError.binary(reason: "NUL bytes")) {
            try TextDecoding.utf8(Array(String(repeating: "abcdefg\u{0}", count: 90).utf8))
        }
    }

    @Test("A page's declared encoding is found where a browser would find it")
    func declarations() {
        let pages: [(page: String, label: String?)] = [
            ("<html><head><meta charset=\"KOI8-R\">", "koi8-r"),
            ("<META http-equiv=Content-Type content='text/html; charset=gb2312'>", "gb2312"),
            ("<meta charset=utf-8/>", "utf-8"),
            ("<?xml version=\"1.0\" encoding='ISO-8859-1'?><html>", "iso-8859-1"),
            ("<!-- <meta charset=big5> --><meta name=charset content=x><meta charset = 'sjis' >", "sjis"),
            ("<!-- <meta charset=big5>", nil),
            ("<p>charset=big5</p>", nil),
            (String(repeating: " ", count: 5000) + "<meta charset=big5>", nil),
        ]
        for (page, label) in pages {
            #expect(TextDecoding.declaredEncoding(inHTML: Array(page.utf8)) == label, "\(page.prefix(60))")
        }
        #expect(TextDecoding.declaredEncoding(inMediaType: "text/html; Charset=\"UTF-8\"") == "utf-8")
        #expect(TextDecoding.declaredEncoding(inMediaType: "text/html") == nil)
    }
}
