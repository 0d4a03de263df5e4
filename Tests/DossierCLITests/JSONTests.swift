import Foundation
import JSONValues
import Testing

@testable import Dossier
@testable import dossier_cli

@Test("Whatever a string holds, its JSON is valid, on one line, and reads back the same")
func stringsRoundTrip() throws {
    let controls = String(String.UnicodeScalarView((0..<0xA0).compactMap { Unicode.Scalar(UInt32($0)) }))
    let repaired = String(decoding: [0x41, 0xFF, 0xC3, 0x42, 0xED, 0xA0, 0x80] as [UInt8], as: UTF8.self)
    for text in ["", "a\"b\\c/d", controls, "\u{2028}\u{2029}", "e\u{301} 한국 🇰🇷", repaired] {
        let json = JSON.array([.string(text)]).text
        #expect(!json.unicodeScalars.contains { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) })
        #expect(!json.contains("\u{2028}") && !json.contains("\u{2029}"))
        let read = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String]
        #expect(read.map { Array($0[0].unicodeScalars) } == Array(text.unicodeScalars))
    }
}

@Test("Numbers that JSON lacks are null, scores keep their shortest form")
func numbers() {
    let values: [JSON] = [
        .number(.nan), .number(.infinity), .number(1e-7), .score(7.31), .integer(-3), .bool(true),
    ]
    #expect(JSON.array(values + [.null, .date(nil)]).text == "[null,null,1e-07,7.31,-3,true,null,null]")
}

@Test("A snippet in JSON marks the words that match and escapes the rest")
func snippetIsHTML() {
    let snippet = Snippet(text: "AT&T <b> Séoul, said", marks: [9..<15, 17..<21])
    #expect(JSON.snippet(snippet).text == #""AT&amp;T &lt;b&gt; <mark>Séoul</mark>, <mark>said</mark>""#)
}
