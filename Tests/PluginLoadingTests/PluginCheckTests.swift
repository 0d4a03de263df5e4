import Foundation
import PluginAPI
import PluginLoading
import Testing

@Suite("The trial of plugins")
struct PluginCheckTests {
    @Test("What is begun with new passes the trial", arguments: PluginSkeleton.Kind.allCases)
    func skeletons(kind: PluginSkeleton.Kind) throws {
        let folder = try TemporaryFolder()
        let (path, files) = try PluginSkeleton(kind, name: "my-own-1").write(into: folder.path)
        #expect(files.contains("plugin.json"))
        let report = check(path)
        #expect(report.problems == [], "\(report.problems)")
        #expect(report.manifest?.name == "my-own-1")
        #expect(throws: PluginProblem.self) {
            try PluginSkeleton(kind, name: "my-own-1").write(into: folder.path)
        }
        #expect(throws: PluginProblem.self) { try PluginSkeleton(kind, name: "My Own") }
    }

    @Test("Marked samples are compared with what is found")
    func marks() throws {
        let folder = try TemporaryFolder([
            "plugin.json": manifest("weapon"), "table.tsv": table,
            "samples/a.txt": "A ⟦THAAD|weapon:THAAD⟧ radar, a ⟦Patriot|weapon:PATRIOT⟧ and a THAAD.",
        ])
        let report = check(folder.path)
        #expect(
            report.problems.map(\.reason) == [
                "⟦Patriot|PATRIOT⟧ is expected and not found", "⟦THAAD|THAAD⟧ is found and not expected",
            ])
        #expect(report.problems.allSatisfy { $0.path.hasSuffix("/samples/a.txt") })
    }

    /// What a facet program does on a document, and what the trial says.
    private static let faults: [(String, String)] = [
        ("if not text: sys.exit(4)", "sample: no text: its program ended with status 4"),
        (
            "import random; found = [{'value': str(random.SystemRandom().random()), 'start': 0, 'end': 1}] if text[:1] == b'A' else []",
            "two answers differ"
        ),
        ("found = [{'value': str(count), 'start': 0, 'end': 1}] if text[:1] == b'A' else []", "differ"),
        (
            "import os; found = [{'value': str(os.stat('plugin.py').st_atime_ns % 7 + time.time()), 'start': 0, 'end': 1}] if text[:1] == b'A' else []",
            "differ"
        ),
        ("found = [{'value': 'x', 'start': 0, 'end': len(document['text'])}] if text else []", "sample: "),
        ("if len(text) > 100_000: time.sleep(60)", "took more than 1 seconds"),
    ]

    @Test("A facet program against its contract is told", arguments: faults)
    func facets(line: String, message: String) throws {
        let script = """
            import json, sys, time
            sys.stdin.readline(); print("{}", flush=True)
            count = 0
            for line in sys.stdin:
                document = json.loads(line)
                text, found = document["text"].encode(), []
                count += 1
                \(line)
                print(json.dumps({"id": document["id"], "mentions": found}), flush=True)
            """
        let folder = try TemporaryFolder([
            "plugin.json": manifest(
                "word", #""program": ["python3", "plugin.py"], "limits": {"timeSeconds": 1}"#),
            "plugin.py": script,
        ])
        let report = check(folder.path)
        #expect(report.problems.contains { $0.reason.contains(message) }, "\(report.problems)")
    }

    @Test("A format program that ends over damaged bytes is told")
    func formats() throws {
        let script = """
            import base64, json, sys
            sys.stdin.readline(); print("{}", flush=True)
            for line in sys.stdin:
                file = json.loads(line)
                print(json.dumps({"id": file["id"], "text": base64.b64decode(file["bytes"]).decode()}), flush=True)
            """
        let folder = try TemporaryFolder([
            "plugin.json":
                #"{"name": "xyz", "kind": "format", "version": 1, "summary": "S.", "endings": [".xyz"], "program": ["python3", "plugin.py"]}"#,
            "plugin.py": script, "samples/a.xyz": "Seoul said no.",
        ])
        let report = check(folder.path)
        #expect(
            report.problems.map(\.reason).contains {
                $0.contains("noise: ") && $0.contains("UnicodeDecodeError")
            }, "\(report.problems)")
    }

    @Test("All that is wrong with a folder is told at once")
    func folder() throws {
        let folder = try TemporaryFolder(["plugin.json": "{\"name\": 1,\n\"kind\": 2}"])
        #expect(check(folder.path).problems.count == 4)
        #expect(
            check(folder.path + "/none").problems.map(\.reason) == [
                "there is no such folder, or it cannot be read"
            ])
    }

    @Test("The example plugins keep their contract", arguments: ["quoted-speakers", "weapon-system"])
    func examples(name: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let report = check(root.appending(path: "plugins/examples/\(name)").path)
        #expect(report.problems == [])
    }
}
