import ExternalPrograms
import Foundation
import JSONValues
import PluginAPI
import Testing

@testable import ProgramPlugins

@Suite("Facets that a program finds")
struct ProgramFacetTests {
    @Test("Mentions come as tokens of the article, whatever stands beside it")
    func mentions() throws {
        let program = try TemporaryProgram(
            """
            greet({"values": [{"id": "THAAD", "label": "THAAD missile defence"}, {"id": "S-400"}],
                   "rules": ["word", "guess"]})
            while True:
                d = ask()
                assert "Nobody" not in d["text"] and d["title"] == "Shield" and d["zones"][1]["kind"] == "body"
                text = d["text"].encode()
                def at(w): return {"start": text.index(w.encode()), "end": text.index(w.encode()) + len(w.encode())}
                reply(d, {"mentions": [
                    {"value": "Küstenwache", "rule": "guess", **at("üstenw"), "weight": 0.5, "sense": "government"},
                    {"value": "THAAD", **at("“THAAD”")}]})
            """)
        let facet = try program.facet()
        #expect(facet.values.map(\.id) == ["S-400", "THAAD"])
        #expect(facet.values.map(\.label) == ["S-400", "THAAD missile defence"])
        #expect(facet.rules == ["word", "guess"])
        let tokens = document(
            "a", [(.title, "Shield"), (.byline, "Nobody"), (.body, "So “THAAD” saw die Küstenwache.")])
        let found = try facet.mentions(in: [tokens])
        var coast = Mention(value: 2, firstToken: 6, tokenCount: 1, rule: 1, row: 0)
        (coast.weight, coast.sense) = (MentionWeight(eighths: 4), .government)
        #expect(
            found == [
                DocumentMentions(
                    [Mention(value: 1, firstToken: 3, tokenCount: 1, rule: 0, row: 0), coast],
                    discovered: ["Küstenwache"])
            ])
    }

    @Test("A block of many long documents passes without a standstill, in order, from several threads")
    func manyDocuments() async throws {
        let program = try TemporaryProgram(
            """
            greet()
            pad = "x" * 50_000
            while True:
                d = ask()
                print(json.dumps({"id": d["id"], "pad": pad, **words(d, "Seoul")}))
            """)
        let facet = try program.facet()
        let filler = String(repeating: "and so on ", count: 3000)
        let documents = (0..<32).map { document("\($0)", filler + String(repeating: "Seoul ", count: $0)) }
        try await withThrowingTaskGroup(of: [Int].self) { group in
            for _ in 0..<3 {
                group.addTask { try facet.mentions(in: documents).map(\.mentions.count) }
            }
            for try await counts in group { #expect(counts == Array(0..<32)) }
        }
    }

    @Test("Options reach the program, and no variable, network or file of the user does")
    func confinement() throws {
        let program = try TemporaryProgram(
            """
            import socket
            hello = greet()
            d = ask()
            def tried(f):
                try: return str(f())
                except OSError as e: return "refused"
            names = [str(hello["options"]["lists"]), ",".join(sorted(os.environ)), os.getcwd(),
                tried(lambda: os.listdir("/root")), tried(lambda: open("written", "w")),
                tried(lambda: socket.create_connection(("1.1.1.1", 53), 2)),
                tried(lambda: open("/tmp/mine", "w").write("x"))]
            reply(d, {"mentions": [{"value": n, "start": 0, "end": 1} for n in names]})
            """)
        let options = JSONObject([.init("lists", .array([.integer(1), .string("ü\n\"")]))])
        let facet = try ProgramFacet(program.plugin(.facet, options: options))
        let found = try facet.mentions(in: [document("a", "Seoul")])[0].discovered
        #expect(found.first == "[1, 'ü\\n\"']")
        guard Sandbox.obstacle == nil else { return }
        #expect(
            found.dropFirst()
                == [
                    "HOME,LANG,PATH,PWD,PYTHONDONTWRITEBYTECODE,PYTHONHASHSEED,PYTHONUNBUFFERED", "/plugin",
                    "refused", "1",
                ])
        #expect(!FileManager.default.fileExists(atPath: "/tmp/mine"))
    }

    @Test("Without a sandbox it runs in its folder")
    func unconfined() throws {
        let program = try TemporaryProgram(
            """
            greet({"rules": [os.getcwd()]})
            """)
        let facet = try program.facet(isConfined: false)
        #expect(
            facet.rules.map { URL(fileURLWithPath: $0).lastPathComponent } == [
                URL(fileURLWithPath: program.folder).lastPathComponent
            ])
    }
}

@Suite("Faults of facet programs")
struct ProgramFaultTests {
    static let names = ["a", "bad", "c", "d"]
    /// One document of each name, with its name and `Seoul` in it.
    static var documents: [TokenizedDocument] { names.map { document($0, "Seoul met \($0) there") } }

    /// A fault in one document: what the program does on it, and what is said about it.
    static let faults: [(action: String, message: String)] = [
        ("sys.exit(3)", "its program ended with status 3"),
        ("raise ValueError('no such thing')", "its program ended with status 1: ValueError: no such thing"),
        ("os.kill(os.getpid(), 9)", "its program ended with signal 9"),
        ("time.sleep(60)", "its program took more than 500 milliseconds and was stopped"),
        ("os.close(1); time.sleep(60)", "its program "),
        ("print('x' * 2_000_000)", "its program gave more than 1 MiB and was stopped"),
        (
            "sys.stdout.write('x' * 2_000_000); time.sleep(60)",
            "its program gave more than 1 MiB and was stopped"
        ),
        ("x = bytearray(900 << 20)", "its program ended with status 1: MemoryError"),
        (
            "print('debugging')",
            "its program wrote a line that is no JSON: expected a value at byte 1: ‘debugging’"
        ),
        ("print('[1]')", "its program answered with a list, not an object: ‘[1]’"),
        (
            "sys.stdout.buffer.write(b'{\"mentions\": \"\\xff\"}\\n')",
            "its program wrote a line that is no JSON: a text is not UTF-8 at byte 15"
        ),
        (
            "print('{\"mentions\": [{\"start\": NaN}]}')",
            "its program wrote a line that is no JSON: expected a value at byte 25"
        ),
        ("print('[' * 5000)", "its program wrote a line that is no JSON: more than 64 levels at byte 65"),
        ("reply(d, {})", "the answer has no list mentions"),
        ("reply(d, {'mentions': {}})", "the answer has no list mentions"),
        ("reply(d, {'mentions': [7]})", "mentions holds a number"),
        ("reply(d, {'error': 'cannot read Greek'})", "cannot read Greek"),
        ("say({'id': 'zzz', 'mentions': []})", "its program answered for another document, zzz"),
        (
            "say({'mentions': []})",
            "its program gave an answer without the document’s id: ‘{\"mentions\": []}’"
        ),
        (
            "reply(d, {'mentions': [{'value': 'X', 'start': 0, 'end': 9999}]})",
            "mention 1: 0..<9999 lies outside the text of 19 bytes"
        ),
        (
            "reply(d, {'mentions': [{'value': 'X', 'start': 0, 'end': 2**62}]})",
            "mention 1: 0..<4611686018427387904 lies outside the text of 19 bytes"
        ),
        (
            "reply(d, {'mentions': [{'value': 'X', 'start': 0, 'end': 10**30}]})",
            "mention 1: end is not a whole number from 0"
        ),
        (
            "reply(d, {'mentions': [{'value': 'X', 'start': -1, 'end': 3}]})",
            "mention 1: start is not a whole number from 0"
        ),
        ("reply(d, {'mentions': [{'value': 'X', 'start': 3, 'end': 3}]})", "mention 1: 3..<3 is empty"),
        ("reply(d, {'mentions': [{'value': 'X', 'start': 5, 'end': 6}]})", "mention 1: 5..<6 holds no word"),
        (
            "reply(d, {'mentions': [{'value': 'X', 'start': 0.5, 'end': 6}]})",
            "mention 1: start is not a whole number from 0"
        ),
        ("reply(d, {'mentions': [{'start': 0, 'end': 5}]})", "mention 1: it has no value"),
        (
            "reply(d, {'mentions': [{'value': 'X', 'start': 0, 'end': 5, 'rule': 'luck'}]})",
            "mention 1: the rule luck was not named in the answer to the hello line"
        ),
        (
            "reply(d, {'mentions': [{'value': 'X', 'start': 0, 'end': 5, 'weight': 1e9}]})",
            "mention 1: weight is not a number from 0.125 to 7.875"
        ),
        (
            "reply(d, {'mentions': [{'value': 'X', 'start': 0, 'end': 5, 'sense': 'no'}]})",
            "mention 1: there is no sense no"
        ),
        (
            "reply(d, {'mentions': [{'value': 'a\\nb', 'start': 0, 'end': 5}]})",
            "mention 1: a value’s id is blank"
        ),
        (
            "reply(d, {'mentions': [{'value': 'X' * 600, 'start': 0, 'end': 5}]})",
            "mention 1: a value’s id is blank"
        ),
    ]

    @Test("A program that fails on a document costs its facet there and nowhere else", arguments: faults)
    func fault(action: String, message: String) throws {
        let program = try TemporaryProgram(
            """
            greet()
            while True:
                d = ask()
                if d["id"] == "bad":
                    \(action)
                    time.sleep(0.05)
                else: say(words(d, "Seoul"))
            """)
        let start = ContinuousClock.now
        let facet = try program.facet { $0.timeMilliseconds = 500 }
        let found = findings(facet, Self.documents)
        #expect(found[1].reason?.hasPrefix(message) == true, "\(found[1])")
        for index in [0, 2, 3] {
            #expect(try found[index].get().mentions.map(\.firstToken) == [0], "\(found[index])")
        }
        #expect(ContinuousClock.now - start < .seconds(8))
    }

    @Test(
        "An answer too many or too few is never taken for that of another document",
        arguments: [
            "say(words(d, 'Seoul')); say(words(d, 'Seoul'))", "pass",
            "say(words(d, 'Seoul')); say({'mentions': []})",
        ])
    func miscounted(action: String) throws {
        let program = try TemporaryProgram(
            """
            greet()
            while True:
                d = ask()
                if d["id"] == "bad": \(action)
                else: say(words(d, "Seoul"))
            """)
        let facet = try program.facet { $0.timeMilliseconds = 500 }
        let documents = Self.names.map { name in
            document(name, name + String(repeating: " Seoul", count: name == "d" ? 3 : 1))
        }
        for _ in 0..<5 {
            let found = findings(facet, documents)
            #expect(try [0, 2, 3].map { try found[$0].get().mentions.count } == [1, 1, 3])
            if case .success(let mentions) = found[1] { #expect(mentions.mentions.count == 1) }
        }
    }

    @Test("A program that floods its output is stopped and told")
    func flood() throws {
        let program = try TemporaryProgram("greet()\nwhile True: say({'mentions': []})")
        do {
            let found = findings(try program.facet(), Self.documents)
            #expect(found.allSatisfy { $0.reason != nil })
        } catch let error as ProgramError {
            #expect(error.description == "its program answered more than it was asked")
        }
    }

    @Test("Mentions in any order are put in order")
    func unsorted() throws {
        let program = try TemporaryProgram(
            """
            greet()
            while True:
                d = ask()
                reply(d, {"mentions": words(d, "Seoul")["mentions"][::-1]})
            """)
        let found = try program.facet().mentions(in: [document("a", "Seoul, Seoul, Seoul")])
        #expect(found[0].mentions.map(\.firstToken) == [0, 1, 2])
    }

    @Test(
        "A program that ignores its input, or speaks before it is asked, gives nothing and is told",
        arguments: [
            ("greet()\ntime.sleep(60)", "took more than 500 milliseconds"),
            ("greet()\nos.close(0)\ntime.sleep(60)", "its program "),
            ("greet()", "ended with status 0"),
        ])
    func deaf(script: String, message: String) throws {
        let long = document("a", String(repeating: "Seoul said ", count: 50_000))
        let program = try TemporaryProgram(script)
        defer { withExtendedLifetime(program) {} }
        let facet = try program.facet { $0.timeMilliseconds = 500 }
        let found = findings(facet, [long])
        let reason = try #require(found[0].reason)
        #expect(
            reason.contains(message) || reason.contains("ended, or wrote something"), "\(script): \(reason)")
    }

    @Test(
        "A program that cannot greet is no plugin",
        arguments: [
            ("sys.exit('no model')", "its program ended with status 1: no model"),
            ("greet({'values': [{'id': 'A'}, {'id': 'A'}]})", "the value A stands twice"),
            (
                "greet({'values': [{'id': i} for i in ['\\u00e9', 'f', 'e\\u0301']]})",
                "the value é stands twice"
            ),
            ("greet({'values': [{'label': 'A'}]})", "a value has no id"),
            ("greet({'rules': ['a', 'a']})", "a rule stands twice"),
            ("greet({'rules': 'a'})", "rules is a text, not a list"), ("ask(); print(7)", "not an object"),
            ("time.sleep(60)", "took more than 500 milliseconds"),
        ])
    func greeting(script: String, message: String) throws {
        let program = try TemporaryProgram(script)
        let error = #expect(throws: ProgramError.self) {
            try program.facet { ($0.timeMilliseconds, $0.startMilliseconds) = (500, 500) }
        }
        #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }

    @Test("Children of a program end with it")
    func children() throws {
        let mark = "dossier-child-\(UUID())"
        let program = try TemporaryProgram(
            """
            import subprocess
            greet()
            d = ask()
            subprocess.Popen(["sleep", "61.5"], start_new_session=True)
            subprocess.Popen(["python3", "-c", "import time; time.sleep(60)", "\(mark)"])
            sys.exit(5)
            """)
        let start = ContinuousClock.now
        let found = findings(try program.facet(), [document("a", "Seoul")])
        #expect(found[0].reason == "its program ended with status 5")
        #expect(ContinuousClock.now - start < .seconds(4))
        for _ in 0..<50 where running(mark) { usleep(20_000) }
        #expect(!running(mark))
    }

    private func running(_ mark: String) -> Bool {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.contains { process in
            guard Int(process) != nil,
                let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline")
            else { return false }
            return String(decoding: line, as: UTF8.self).contains(mark)
        }
    }

    @Test("A program that always fails is given up, with a message that says so")
    func givenUp() throws {
        let program = try TemporaryProgram("greet()\nask()\nsys.exit('out of luck')")
        let facet = try program.facet()
        let documents = (0..<40).map { document("\($0)", "Seoul") }
        let start = ContinuousClock.now
        let found = findings(facet, documents)
        #expect(found.allSatisfy { $0.reason != nil })
        let last = try #require(found.last?.reason)
        #expect(last.hasPrefix("its program is not asked again in this run: it failed 8 times in a row"))
        #expect(last.hasSuffix("out of luck"))
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test("A program that says something else at each start is given up, not believed")
    func fickle() throws {
        let program = try TemporaryProgram(
            """
            greet({"rules": [str(time.time())]})
            d = ask()
            sys.exit(1)
            """)
        let facet = try program.facet()
        _ = findings(facet, [document("a", "Seoul")])
        let found = findings(facet, [document("a", "Seoul")])
        #expect(found[0].reason?.contains("answers the hello line now so, now so") == true)
    }
}
