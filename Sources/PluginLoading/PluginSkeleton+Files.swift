extension PluginSkeleton {
    static let table = [
        File(
            path: "plugin.json",
            text: #"""
                {
                  "name": "NAME",
                  "kind": "facet",
                  "version": 1,
                  "licence": "Apache-2.0",
                  "sources": ["where the facts in table.tsv come from, and when they were looked up"],
                  "summary": "What the values are, in one sentence."
                }

                """#),
        File(
            path: "table.tsv",
            text: """
                # Words that name a value, one form a line, between tabs. Lines that begin with # are comments.
                # form: x? makes a letter optional, (a|b) are alternatives, a final * matches any ending.
                # conditions: such as near:8:missile|launcher. All columns are told in plugins/README.md.
                id\tlabel\tform\tkind\tconditions
                THAAD\tTHAAD\tTHAAD\tabbreviation
                THAAD\t\tTerminal High Altitude Area Defen(c|s)e\tname
                PATRIOT\tPatriot\tMIM-104\tdesignation
                PATRIOT\t\tPatriots?\tname\tnear:6:missile|missiles|battery|batteries|launcher|launchers|interceptors

                """),
        File(
            path: "samples/first.txt",
            text: """
                The ⟦THAAD|NAME:THAAD⟧ radar stands beside two ⟦Patriot|NAME:PATRIOT⟧ batteries. A patriot \
                would have objected.

                """),
    ]

    static let program = [
        File(
            path: "plugin.json",
            text: #"""
                {
                  "name": "NAME",
                  "kind": "facet",
                  "version": 1,
                  "licence": "Apache-2.0",
                  "sources": [],
                  "summary": "What the values are, in one sentence.",
                  "program": ["python3", "plugin.py"],
                  "limits": {"timeSeconds": 60, "memoryMegabytes": 1024, "outputMegabytes": 64},
                  "options": {
                    "word": {"default": "Operation", "summary": "The word after which a name follows."}
                  }
                }

                """#),
        File(path: "plugin.py", text: programText),
        File(
            path: "samples/first.txt",
            text: """
                General Powell spoke of ⟦Operation Desert Storm|NAME:Operation Desert Storm⟧, not of an operation.

                """),
    ]

    private static let programText = #"""
        """Finds names of military operations. Called by Dossier with a line of JSON for each article on standard
        input; answers each with one line on standard output. Messages go to standard error."""
        import json
        import re
        import sys


        def offset(text, index):
            """Dossier counts bytes of UTF-8 where Python counts characters."""
            return len(text[:index].encode())


        def mentions(text, pattern):
            for match in pattern.finditer(text):
                yield {
                    "value": match.group(),              # the value's id: any text, new ones too
                    "start": offset(text, match.start()),
                    "end": offset(text, match.end()),
                    "rule": "pattern",                   # one of those named below
                }


        # The first line says who asks: the protocol, the plugin and its options. The answer names the rules, and the
        # values that are known beforehand, with labels: "values": [{"id": "…", "label": "…", "aliases": []}]
        hello = json.loads(sys.stdin.readline())
        word = re.escape(hello["options"]["word"])
        pattern = re.compile(rf"\b{word}(?: [A-Z][\w-]+)+")
        print(json.dumps({"rules": ["pattern"]}), flush=True)

        for line in sys.stdin:
            article = json.loads(line)                   # id, title, date, language, zones, text
            try:
                answer = {"mentions": list(mentions(article["text"], pattern))}
            except Exception as error:                   # this article alone goes without
                answer = {"error": str(error)}
            print(json.dumps({"id": article["id"], **answer}), flush=True)

        """#

    static let format = [
        File(
            path: "plugin.json",
            text: #"""
                {
                  "name": "NAME",
                  "kind": "format",
                  "version": 1,
                  "licence": "Apache-2.0",
                  "sources": [],
                  "summary": "Which files it reads, in one sentence.",
                  "endings": [".NAME"],
                  "program": ["python3", "plugin.py"],
                  "limits": {"timeSeconds": 60, "memoryMegabytes": 1024, "outputMegabytes": 64}
                }

                """#),
        File(path: "plugin.py", text: formatText),
        File(
            path: "samples/first.NAME",
            text: """
                title: Shield on the hill
                author: A. Rinna
                date: 2017-03-07

                The radar stands on a hill above the town.

                Nobody asked the town.

                """),
    ]

    private static let formatText = #"""
        """Reads files of head lines (title, author, date), an empty line, and paragraphs. Called by Dossier with a line
        of JSON for each file on standard input; answers each with one line on standard output."""
        import base64
        import json
        import sys


        def read(data):
            head, _, body = data.decode().partition("\n\n")
            facts = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
            paragraphs = [part.strip() for part in body.split("\n\n") if part.strip()]
            if not paragraphs:
                raise ValueError("no text after the head lines")
            answer = {"title": facts.get("title"), "authors": [facts["author"]] if "author" in facts else []}
            if "date" in facts:
                answer["date"] = facts["date"]               # YYYY-MM-DD
            # Of kinds title, lead, body, caption, byline, biography, notice, boilerplate. Instead of zones, "text" is
            # read as a text file would be.
            answer["zones"] = [
                {"kind": "lead" if number == 0 else "body", "text": text} for number, text in enumerate(paragraphs)
            ]
            return answer


        hello = json.loads(sys.stdin.readline())             # who asks: the protocol, the plugin, its options
        print("{}", flush=True)

        for line in sys.stdin:
            file = json.loads(line)                          # id, name, mediaType, bytes
            try:
                answer = read(base64.b64decode(file["bytes"]))
            except Exception as error:                       # this file is skipped, with the reason
                answer = {"error": str(error)}
            print(json.dumps({"id": file["id"], **answer}), flush=True)

        """#

    static func swift(_ type: String) -> [File] {
        [
            File(
                path: "plugin.json",
                text: #"""
                    {
                      "name": "NAME",
                      "kind": "facet",
                      "version": 1,
                      "licence": "Apache-2.0",
                      "sources": [],
                      "summary": "What the values are, in one sentence."
                    }

                    """#),
            File(path: "Sources/\(type)Facet.swift", text: swiftSource.replacing("TYPE", with: type)),
            File(path: "Tests/\(type)FacetTests.swift", text: swiftTests.replacing("TYPE", with: type)),
        ]
    }

    private static let swiftSource = #"""
        public import PluginAPI

        /// What the values are. To compile it in: move this folder to plugins/facets, declare in Package.swift
        ///
        ///     .target(
        ///         name: "TYPEFacet", dependencies: ["PluginAPI"],
        ///         path: "plugins/facets/NAME/Sources", swiftSettings: rules),
        ///     .testTarget(
        ///         name: "TYPEFacetTests", dependencies: ["TYPEFacet", "PluginAPI", "PluginConformance"],
        ///         path: "plugins/facets/NAME/Tests", swiftSettings: rules),
        ///
        /// and list it in Sources/StandardPlugins/StandardPlugins.swift and under the dependencies of StandardPlugins.
        public struct TYPEFacet: FacetPlugin {
            public let manifest = PluginManifest(
                name: "NAME", kind: .facet, version: 1, summary: "What the values are, in one sentence.")
            /// Another number whenever it could find something else.
            public let fingerprint: UInt64 = 1
            /// Sorted by id.
            public let values = [FacetValue(id: "SEOUL", label: "Seoul")]
            public let rules = ["name"]

            public init() {}

            public func mentions(
                in documents: [TokenizedDocument], over basis: [FacetBasis]
            ) throws(FacetError) -> [DocumentMentions] { documents.map { DocumentMentions(mentions(in: $0)) } }

            /// Looks at each token of the article's own zones: folded, without case and accents.
            private func mentions(in document: TokenizedDocument) -> [Mention] {
                var found: [Mention] = []
                for (index, zone) in document.document.zones.enumerated() where zone.kind.isArticle {
                    for token in document.zoneTokens[index]..<document.zoneTokens[index + 1] {
                        let start = Int(document.foldedOffsets[Int(token)])
                        let end = Int(document.foldedOffsets[Int(token) + 1])
                        guard document.folded[start..<end].elementsEqual("seoul".utf8) else { continue }
                        found.append(Mention(value: 0, firstToken: token, tokenCount: 1, rule: 0, row: 0))
                    }
                }
                return found
            }
        }

        """#

    private static let swiftTests = #"""
        import PluginAPI
        import PluginConformance
        import TYPEFacet
        import Testing

        @Test("The expected words are found, and the contract is kept")
        func finds() throws {
            let text = MarkedText("The minister spoke in ⟦Seoul|NAME:SEOUL⟧.")
            #expect(try text.found(by: TYPEFacet()) == text.expected)
            #expect(facetViolations(of: TYPEFacet(), documents: [text.document]) == [])
        }

        """#
}
