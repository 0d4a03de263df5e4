import Gazetteer
import PluginAPI
import PluginConformance
import TestSupport
import Testing

/// Laws on random tables and texts.
@Suite struct JointTests {
    @Test("The automaton finds what a reader finds who tries every row at every token")
    func oracle() throws {
        var random = SeededGenerator(state: 19_491_001)
        var count = 0
        for _ in 0..<400 {
            let table = RandomTable(&random)
            let plugin = try plugin("id,form,case,conditions,from", table.lines)
            for _ in 0..<10 {
                let words = RandomTable.text(&random)
                let year = [nil, 2019, 2020].randomElement(using: &random) ?? nil
                var document = MarkedText.tokenize(words.joined(separator: " "))
                document.document.published = year.flatMap { CalendarDate(year: $0, month: 6, day: 1) }
                let found = try plugin.mentions(in: [document])[0].mentions.map {
                    "\(plugin.values[Int($0.value)].id) \($0.firstToken)+\($0.tokenCount) \($0.row)"
                }
                #expect(
                    found == table.found(in: words, year: year), "\(table.lines) in \(words) of \(year ?? 0)")
                count += found.count
            }
        }
        #expect(count > 4000)
    }

    @Test("Together each table finds what it finds alone, whatever the others are")
    func joint() throws {
        var random = SeededGenerator(state: 19_530_727)
        for round in 0..<100 {
            let plugins = try (0..<Int.random(in: 1...5, using: &random)).map { number in
                try plugin(
                    "id,form,case,conditions,from", RandomTable(&random).lines, name: "facet\(number)",
                    metonyms: round % 2 == 0 ? ["name"] : [])
            }
            let documents = (0..<5).map { _ in
                MarkedText.tokenize(RandomTable.text(&random).joined(separator: " "))
            }
            let reader = try #require(plugins[0].joint(with: Array(plugins.dropFirst())))
            let alone = try plugins.map { try $0.mentions(in: documents) }
            #expect(try reader.mentions(in: documents) == alone)
            #expect(try reader.mentions(in: []) == plugins.map { _ in [] })
        }
    }

    @Test("Languages, lists, wildcards and spellings keep their meaning beside another table's")
    func jointNumbers() throws {
        let header = "id,form,case,conditions,lang"
        let plugins = [
            try plugin(
                header, ["A,Polen,caps,,de", "B,Zoo,exact,before:@l,"], lists: ["l,warschau", "l,abend"]),
            try plugin(
                header,
                ["C,Polen,caps,,sv", "D,UNO,exact,not-after:@m;near:3:warschau,", "E,Warsch*,caps,,de"],
                lists: ["m,die", "l,zoo"]),
            try plugin(header, ["F,Unos*,caps,,", "G,UNO Warschau*,any,needs:polen|@x,de"], lists: ["x,y"]),
        ]
        var document = MarkedText.tokenize("Polen Zoo Warschau, UNO Warschauer Zoo abend die UNO und Unosom")
        document.document.language = "de"
        let reader = try #require(plugins[2].joint(with: [plugins[0], plugins[1]]))
        let alone = try plugins.map { try $0.mentions(in: [document]) }
        #expect(alone.map { $0[0].mentions.count } == [3, 3, 2])
        #expect(try reader.mentions(in: [document]) == [alone[2], alone[0], alone[1]])
    }

    @Test("A plugin of another kind is not read together with tables")
    func strangers() throws {
        struct Stranger: JointFacetPlugin {
            let manifest = PluginManifest(name: "stranger", kind: .facet, version: 1, summary: "")
            let fingerprint: UInt64 = 0
            let values: [FacetValue] = []
            let rules: [String] = []
            func joint(with others: [any JointFacetPlugin]) -> (any JointFacetReader)? { nil }
            func mentions(
                in documents: [TokenizedDocument], over basis: [FacetBasis]
            ) throws(FacetError) -> [DocumentMentions] { documents.map { _ in DocumentMentions() } }
        }
        #expect(try plugin("id,form", ["A,b"]).joint(with: [Stranger()]) == nil)
    }

    @Test("Threads that ask at once get the same answer")
    func threads() async throws {
        let plugin = try plugin("id,form", (0..<2000).map { "A\($0),Name\($0)" })
        let document = MarkedText("Name7 and Name1999").document
        await withTaskGroup(of: [UInt32].self) { group in
            for _ in 0..<8 {
                group.addTask { ((try? plugin.mentions(in: [document])) ?? [])[0].mentions.map(\.row) }
            }
            for await rows in group { #expect(rows == [9, 2001]) }
        }
    }
}
