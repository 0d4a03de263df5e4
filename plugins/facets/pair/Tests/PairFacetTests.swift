import AllianceFacet
import CountryFacet
import Gazetteer
import PairFacet
import PluginAPI
import PluginConformance
import Testing

/// `words|pair by rule` for each pair in a text, in order.
private func pairs(_ text: String, kind: ZoneKind = .body) throws -> [String] {
    try pairs(MarkedText(text, kind: kind).document)
}

private func pairs(_ document: TokenizedDocument) throws -> [String] {
    let bases = try [countryFacet(), allianceFacet()].map { plugin in
        FacetBasis(
            facet: plugin.manifest.name, fingerprint: plugin.fingerprint, values: plugin.values,
            rules: plugin.rules,
            documents: try plugin.mentions(in: [document]))
    }
    let plugin = PairFacet()
    let found = try plugin.mentions(in: [document], over: bases)[0]
    return found.mentions.map { mention in
        let start = document.starts[Int(mention.firstToken)]
        let end = document.ends[Int(mention.firstToken + mention.tokenCount) - 1]
        let words = String(decoding: document.document.text[Int(start)..<Int(end)], as: UTF8.self)
        return "\(words)|\(found.discovered[Int(mention.value)]) \(plugin.rules[Int(mention.rule)])"
    }
}

@Suite("Pairs")
struct PairFacetTests {
    @Test("The closest binding of a sentence counts, once")
    func bindings() throws {
        #expect(try pairs("the US–ROK summit") == ["US–ROK|KR–US compound"])
        #expect(try pairs("Franco-German talks") == ["Franco-German|DE–FR compound"])
        #expect(try pairs("Seoul and Tokyo agreed") == ["Seoul and Tokyo|JP–KR joined"])
        #expect(try pairs("Japan fears that China will") == ["Japan fears that China|CN–JP sentence"])
        #expect(
            try pairs("Japan fears that China will, as China and Japan know")
                == ["China and Japan|CN–JP joined"])
    }

    @Test("Sentences, zones and long gaps keep actors apart")
    func borders() throws {
        #expect(try pairs("Tokyo waited. Beijing did not.").isEmpty)
        #expect(try pairs("Did Tokyo wait? Beijing did not.").isEmpty)
        #expect(try pairs("Tokyo told Gen. Li that China may").count == 1)
        let gap = String(repeating: "word ", count: 40)
        #expect(try pairs("Japan \(gap)China").count == 1)
        #expect(try pairs("Japan \(gap)word China").isEmpty)
        var document = Document(identifier: "zones")
        document.append(.title, Array("Japan waits".utf8))
        document.append(.body, Array("China does not".utf8))
        let tokenized = TokenizedDocument(
            document: document, starts: [0, 6, 12, 18, 23], ends: [5, 11, 17, 22, 26],
            foldedOffsets: [0, 5, 10, 15, 19, 22], folded: Array("japanwaitschinadoesnot".utf8),
            zoneTokens: [0, 2, 5])
        #expect(try pairs(tokenized).isEmpty)
    }

    @Test("One actor makes no pair, nor do names within each other, nor lists")
    func noPairs() throws {
        #expect(try pairs("Seoul and South Korea").isEmpty)
        #expect(try pairs("the US-ROK alliance") == ["US-ROK|KR–US compound"])
        let list = "Japan, China, France, Italy, Spain, Greece, Poland"
        #expect(try pairs(list + " and Turkey met").count == 28)
        #expect(try pairs(list + ", Turkey and India met").isEmpty)
    }

    @Test("The facet keeps the contract")
    func conformance() {
        let documents = ["the US–ROK summit", "", "Seoul and Tokyo"].map { MarkedText($0).document }
        #expect(facetViolations(of: PairFacet(), documents: documents).isEmpty)
    }
}
