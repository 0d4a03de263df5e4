import Dispatch
import PluginAPI
import SourceAdapters
import Testing

@Suite("JSON lines")
struct JSONLinesSourceTests {
    let folder = TemporaryFolder()

    func source(_ text: String, mapping: FieldMapping = FieldMapping()) -> JSONLinesSource {
        folder.write("news.jsonl", text)
        return JSONLinesSource(path: folder.path + "/news.jsonl", mapping: mapping)
    }

    func texts(_ source: JSONLinesSource) throws -> [String] {
        try source.walk().entries.map { String(decoding: try source.read($0).bytes, as: UTF8.self) }
    }

    @Test("A record's fields become text and known metadata")
    func fields() throws {
        let lines = source(
            #"{"id":"a/1","title":"T","text":"Caf\u00e9\n","date":"2024-02-29T10:00:00Z","authors":["A","B"],"#
                + #""url":"http://x/","language":"en","publisher":"P"}"#)
        let entry = try #require(try lines.walk().entries.first)
        let input = try lines.read(entry)
        #expect(entry.identifier == "a/1" && input.identifier == "a/1")
        #expect(entry.displayPath.hasSuffix("/news.jsonl:1"))
        #expect(String(decoding: input.bytes, as: UTF8.self) == "Café\n")
        #expect(input.mediaType == "text/plain" && input.fileName.isEmpty)
        #expect(input.known.title == "T" && input.known.authors == ["A", "B"])
        #expect(input.known.published == CalendarDate(year: 2024, month: 2, day: 29))
        #expect(input.known.canonicalURL == "http://x/" && input.known.language == "en")
        #expect(input.known.publisher == "P")
    }

    @Test("Dates that are no full day are left out, authors may be objects, ids numbers or missing")
    func looseFields() throws {
        let lines = source(
            """
            {"_id":17,"body":"x","published":"2024-02","author":{"name":"N"}}
            {"contents":"y","date":"2024","author":"A"}
            {"id":"","text":"z"}
            """)
        let entries = try lines.walk().entries
        #expect(entries.map(\.identifier) == ["17", "news.jsonl:2", "news.jsonl:3"])
        let inputs = try entries.map { try lines.read($0) }
        #expect(inputs.allSatisfy { $0.known.published == nil })
        #expect(inputs.map(\.known.authors) == [["N"], ["A"], []])
    }

    @Test("A byte order mark, CRLF and blank lines change nothing but line numbers")
    func lineEnds() throws {
        let lines = source(
            "\u{FEFF}{\"text\":\"a\"}\r\n\r\n  \n{\"text\":\"b\"}\r\n\t{\"text\":\"c\"}")
        let listing = try lines.walk()
        #expect(listing.entries.map(\.identifier) == ["news.jsonl:1", "news.jsonl:4", "news.jsonl:5"])
        #expect(listing.isComplete && listing.problems.isEmpty)
        #expect(try texts(lines) == ["a", "b", "c"])
    }

    @Test("A bad line is a problem with its number, the others go on, and the listing is not complete")
    func badLines() throws {
        let lines = source(
            #"""
            {"id":"1","text":"a"}
            {"id":"2","text":"b"
            [1]
            {"id":"4"}
            {"id":"5","text":"e"}
            """#)
        let listing = try lines.walk()
        #expect(listing.entries.map(\.identifier) == ["1", "5"])
        #expect(!listing.isComplete)
        let path = folder.path + "/news.jsonl"
        #expect(listing.problems.map(\.path) == ["\(path):2", "\(path):3", "\(path):4"])
        #expect(listing.problems[1].reason == "not a JSON object")
        #expect(listing.problems[2].reason == "has no text in a field named text, body, contents")
    }

    @Test("Bytes that are not UTF-8 make a bad line")
    func notUTF8() throws {
        folder.write("n.jsonl", Array(#"{"text":""#.utf8) + [0xFF] + Array("\"}\n{\"text\":\"b\"}".utf8))
        let listing = try JSONLinesSource(path: folder.path + "/n.jsonl").walk()
        #expect(listing.entries.count == 1 && listing.problems.count == 1 && !listing.isComplete)
    }

    @Test("Two records with one id are both listed, in the order of the file")
    func duplicates() throws {
        let lines = source(
            "{\"id\":\"b\",\"text\":\"1\"}\n{\"id\":\"a\",\"text\":\"2\"}\n{\"id\":\"b\",\"text\":\"3\"}\n")
        #expect(try lines.walk().entries.map(\.identifier) == ["b", "a", "b"])
        #expect(try texts(lines) == ["1", "2", "3"])
    }

    @Test("A mapping replaces the names it gives and leaves the others")
    func mapping() throws {
        let mapping = try FieldMapping(parsing: "id=docno|nr,html=page")
        let lines = source(
            "{\"nr\":\"n\",\"id\":\"i\",\"page\":\"<p>x\",\"title\":\"T\"}\n{\"text\":\"y\"}",
            mapping: mapping)
        let entries = try lines.walk().entries
        #expect(entries.map(\.identifier) == ["n", "news.jsonl:2"])
        let inputs = try entries.map { try lines.read($0) }
        #expect(inputs.map(\.mediaType) == ["text/html", "text/plain"])
        #expect(inputs[0].known.title == "T")
        for bad in ["id", "id=", "nothing=x"] {
            #expect(throws: SourceError.self) { try FieldMapping(parsing: bad) }
        }
    }

    @Test("Lines of any length are read whole, across blocks", arguments: [1, 1 << 20, 3_000_001])
    func longLines(length: Int) throws {
        let long = String(repeating: "x", count: length)
        let record = "{\"text\":\"\(long)\"}\n"
        let lines = source(record + "{\"text\":\"short\"}\n" + record + "{\"text\":\"end\"}")
        #expect(try texts(lines) == [long, "short", long, "end"])
    }

    @Test("Every record of a file of many blocks is found, in order")
    func manyBlocks() throws {
        let filler = String(repeating: "y", count: 997)
        let count = 5000
        let lines = source(
            (0..<count).map { "{\"id\":\($0),\"text\":\"\(filler)\"}" }.joined(separator: "\n"))
        let listing = try lines.walk()
        #expect(listing.isComplete)
        #expect(listing.entries.map(\.identifier) == (0..<count).map(String.init))
        for entry in listing.entries.suffix(50) { #expect(try lines.read(entry).bytes.count == 997) }
    }

    @Test("Threads that read at once each get the record they ask for, after damaged ones too")
    func sideBySide() throws {
        let lines = source((0..<400).map { "{\"id\":\($0),\"text\":\"text \($0)\"}" }.joined(separator: "\n"))
        let entries = try lines.walk().entries
        var damaged = entries[0]
        damaged.byteRange = 3..<9
        DispatchQueue.concurrentPerform(iterations: 1600) { [damaged] round in
            if round % 7 == 0 { #expect(throws: SourceError.self) { try lines.read(damaged) } }
            let number = round * 31 % entries.count
            let text = try? String(decoding: lines.read(entries[number]).bytes, as: UTF8.self)
            #expect(text == "text \(number)")
        }
    }

    @Test("Any number of threads lists the same", arguments: [2, 3, 7, 1000])
    func threads(count: Int) throws {
        let records = [
            "{\"id\":\"a\",\"text\":\"x\"}", "", " \r",
            "{\"text\":\"\(String(repeating: "y", count: 70_000))\"}", "no record", "{\"text\":\"z\"}\r",
            "\u{FEFF}{\"text\":\"not the first\"}",
        ]
        for shift in records.indices {
            let text = (0..<40).map { records[($0 * $0 + shift) % records.count] }.joined(separator: "\n")
            for whole in ["\u{FEFF}" + text, text + "\n", ""] {
                let lines = source(whole)
                let (one, several) = (try lines.walk(), try lines.walk(threadCount: count))
                #expect(several.entries == one.entries && several.problems == one.problems)
                #expect(several.isComplete == one.isComplete)
            }
        }
    }

    @Test("A file that changed after the walk gives an error, not another record's text")
    func changed() throws {
        let lines = source("{\"id\":\"1\",\"text\":\"a\"}\n{\"id\":\"2\",\"text\":\"b\"}\n")
        let entries = try lines.walk().entries
        folder.write("news.jsonl", "{\"id\":\"3\",\"text\":\"a\"}\n")
        for entry in entries { #expect(throws: SourceError.self) { try lines.read(entry) } }
    }

    @Test("A facet field's texts and integers are values; other things in it are told, and lose nothing")
    func statedValues() throws {
        let many = (0...FacetField.maximumValueCount + 9).map { "\"m\($0)\"" }.joined(separator: ",")
        let lines = source(
            """
            {"text":"a","tags":["us","fr","us"],"section":"World","year":2019}
            {"text":"b","tags":["x",null,1.5,true,{"name":"n"},["y"],7,"z"]}
            {"text":"c","tags":{"name":"n"},"section":true}
            {"text":"d","tags":[],"section":null}
            {"text":"e","tags":"one","section":""}
            {"text":"f","tags":[\(many)]}
            """
        ).stating([
            FacetField("tags", facet: "topic"), FacetField("section"), FacetField("year", facet: "topic"),
        ])
        let known = try lines.walk().entries.map { try lines.read($0).known }
        #expect(known[0].statedValues == ["topic": ["us", "fr", "us", "2019"], "section": ["World"]])
        #expect(known[1].statedValues == ["topic": ["x", "7", "z"]])
        #expect(known[1].problems.count == 4)
        #expect(
            known[1].problems.first
                == "the value 3 of the facet field tags is no text, and is left out")
        #expect(known[2].statedValues.isEmpty && known[2].problems.count == 2)
        #expect(
            known[3].statedValues.isEmpty && known[4].statedValues == ["topic": ["one"], "section": [""]])
        #expect(known[5].statedValues["topic"]?.count == FacetField.maximumValueCount + 1)
        #expect([0, 3, 4, 5].allSatisfy { known[$0].problems.isEmpty })
    }
}
