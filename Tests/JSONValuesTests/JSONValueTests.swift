import Foundation
import JSONValues
import Testing

@Suite("JSON values")
struct JSONValueTests {
    private func read(_ text: String) throws(JSONError) -> JSONValue {
        try JSONValue(parsing: Array(text.utf8))
    }

    @Test("Every value is read as it is written, and written as it is read")
    func values() throws {
        let text =
            #"{"a":[1,-2,0,1.5,-0.25,1e3,true,false,null,[],{}],"b":{"c":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é"},"":""}"#
        let value = try read(" \n" + text + "\t")
        guard case .object(let object) = value, case .array(let list)? = object["a"],
            case .object(let inner)? = object["b"]
        else { return #expect(Bool(false), "\(value)") }
        #expect(
            list == [
                .integer(1), .integer(-2), .integer(0), .number(1.5), .number(-0.25), .number(1000),
                .bool(true),
                .bool(false), .null, .array([]), .object(JSONObject()),
            ])
        #expect(inner["c"] == .string("\"\\/\u{8}\u{C}\n\r\té😀é"))
        #expect(object[""] == .string("") && object["d"] == nil)
        var written: [UInt8] = []
        written.appendJSON(value)
        #expect(!written.contains(0x0A))
        let again = try JSONSerialization.jsonObject(with: Data(written)) as? NSDictionary
        let expected = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary
        #expect(again == expected)
    }

    @Test(
        "What is no JSON is refused, with its place",
        arguments: [
            ("", 1, 1), ("{", 1, 2), ("[1,]", 1, 4), ("[1 2]", 1, 4), ("{\"a\":1,}", 1, 8), ("{a:1}", 1, 2),
            ("{\"a\":1\n,\"a\":2}", 2, 2), ("01", 1, 3), ("-", 1, 1), ("1.", 1, 3), ("1e", 1, 3),
            ("+1", 1, 1),
            ("1e999", 1, 6), ("NaN", 1, 1), ("Infinity", 1, 1), ("tru", 1, 1), ("[1] 2", 1, 5), ("\"a", 1, 3),
            ("\"a\nb\"", 1, 3), ("\"\\x\"", 1, 3), ("\"\\ud800\"", 1, 8), ("\"\\u12g4\"", 1, 6),
            ("'a'", 1, 1),
            ("{\"a\" 1}", 1, 6), ("\u{FEFF}1", 1, 1), ("[\n\n  x]", 3, 3),
        ])
    func refusals(text: String, line: Int, column: Int) {
        let error = #expect(throws: JSONError.self) { try read(text) }
        #expect(error?.line == line && error?.column == column, "\(text): \(String(describing: error))")
    }

    @Test("Depth, members and values have limits, and no stack is needed")
    func limits() throws {
        #expect(throws: JSONError.self) { try read(String(repeating: "[", count: 1_000_000)) }
        let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(throws: Never.self) { try read(deep) }
        let many = "[" + String(repeating: "1,", count: JSONValue.valueLimit) + "1]"
        #expect(throws: JSONError.self) { try read(many) }
        let members = (0...JSONValue.memberLimit).map { "\"\($0)\":1" }.joined(separator: ",")
        #expect(throws: JSONError.self) { try read("{\(members)}") }
    }

    @Test("Bytes that are not UTF-8 are refused")
    func notText() {
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22]) }
    }

    @Test("A text cut anywhere is refused", arguments: [#"{"a":[1.5e-3,"\u00e9\ud83d\ude00"],"b":null}"#])
    func cuts(text: String) {
        let bytes = Array(text.utf8)
        for count in 0..<bytes.count {
            #expect(throws: JSONError.self) { try JSONValue(parsing: Array(bytes[..<count])) }
        }
    }

    @Test("Base64 is that of Foundation", arguments: [0, 1, 2, 3, 4, 5, 63, 64, 65, 1000])
    func base64(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 83) }
        var written: [UInt8] = []
        written.appendJSON(base64: bytes)
        #expect(String(decoding: written, as: UTF8.self) == "\"\(Data(bytes).base64EncodedString())\"")
    }
}
