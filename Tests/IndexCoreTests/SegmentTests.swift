import IndexAnalysis
import IndexStorage
import TestSupport
import Testing

@testable import IndexCore

@Test(
    "A segment gives back its documents' terms, positions, norms, identifiers, dates and records",
    arguments: [0, 1, 127, 128, 129, 700])
func segmentRoundTrip(count: Int) throws {
    let index = try SampleStore()
    let documents = sampleDocuments(count: count, seed: UInt64(count))
    let segment = try index.segment(of: documents)
    #expect(try segment.contents() == SegmentContents(documents, index.settings))
    #expect(segment.analyzer == index.settings.analyzer.stableDescription)
    #expect(try segment.byteCount == index.bytes(segment.name).count)

    let identifiers = try segment.identifiers()
    for (number, document) in documents.enumerated() {
        #expect(try identifiers.document(with: Array(document.identifier.utf8)) == UInt32(number))
        #expect(try identifiers.document(with: Array((document.identifier + "x").utf8)) == nil)
    }
    #expect(try identifiers.document(with: []) == nil)
    let stored = try segment.stored()
    for number in documents.indices.filter({ $0 % 37 == 0 || $0 == count - 1 }) {
        #expect(try stored.record(of: UInt32(number)) == documents[number].record)
    }
    for field in segment.fields { #expect(try field.entry(of: Array("absent".utf8)) == nil) }
}

@Test("Documents without a date take no room for one, and a segment of them and others gives back both")
func missingDates() throws {
    let index = try SampleStore()
    var documents = sampleDocuments(count: 70, seed: 12)
    for number in documents.indices { documents[number].date = noDate }
    let undated = try index.segment(of: documents)
    #expect(try SectionParts(undated.name, in: index)[CoreSection.dates].isEmpty)
    #expect(try undated.contents() == SegmentContents(documents, index.settings))
    // Few dates are kept with their documents; else two bytes hold 65,535 days.
    for (days, isFew, width) in [
        ([7], true, 8), ([.min + 1, .max], true, 8), ([7], false, 2), ([-4000, 61534], false, 2),
        ([-4000, 61535], false, 4), ([.min + 1, .max], false, 4),
    ] as [([Int32], Bool, Int)] {
        for number in documents.indices {
            documents[number].date = isFew || number % 3 == 0 ? noDate : days[0]
        }
        for (number, day) in days.enumerated() { documents[4 + 30 * number].date = day }
        let segment = try index.segment(of: documents)
        #expect(try segment.contents() == SegmentContents(documents, index.settings))
        let count = isFew ? days.count : documents.count
        #expect(try SectionParts(segment.name, in: index)[CoreSection.dates].count == 5 + width * count)
        #expect(IndexCheck.problems(of: index.part(segment, layers: [])) == [])
    }
}

@Test("The same documents give a core file of the same name, others another")
func segmentsAreDeterministic() throws {
    let (one, other) = (try SampleStore(), try SampleStore())
    var documents = sampleDocuments(count: 40, seed: 5)
    let name = try one.segment(of: documents).name
    #expect(try other.segment(of: documents).name == name)
    documents[39].date ^= 1
    #expect(try other.segment(of: documents).name != name)
}

@Test("A segment holds fields without a token, no field, and the longest words")
func extremeFields() throws {
    var documents = sampleDocuments(count: 5, seed: 1)
    for index in documents.indices { documents[index].fields = [[], []] }
    let index = try SampleStore()
    #expect(try index.segment(of: documents).contents() == SegmentContents(documents, index.settings))
    documents[3].fields = [[String(repeating: "é", count: 70_000), "the"], ["the"]]
    #expect(try index.segment(of: documents).contents() == SegmentContents(documents, index.settings))
    let bare = try SampleStore(fieldCount: 0)
    for index in documents.indices { documents[index].fields = [] }
    #expect(try bare.segment(of: documents).contents() == SegmentContents(documents, bare.settings))
}

@Test("Without a stemmer a field holds surface forms only")
func noStems() throws {
    let index = try SampleStore(analyzer: .simple)
    let documents = sampleDocuments(count: 50, seed: 8)
    let segment = try index.segment(of: documents)
    #expect(try segment.contents() == SegmentContents(documents, index.settings))
    #expect(try segment.contents().fields[0].terms.keys.allSatisfy { !TermForm.isStem($0) })
}

@Test("A stem's list holds exactly the documents and positions of the forms that have it", arguments: 1...12)
func stemClassesAreUnions(seed: UInt64) throws {
    let index = try SampleStore(fieldCount: 1)
    // Few words a document in early seeds: then many classes have one form, or none.
    let documents = sampleDocuments(count: Int(seed * seed), seed: seed, fieldCount: 1)
    let field = try index.segment(of: documents).fields[0]
    let stemmer = try #require(index.settings.analyzer.makeStemmer())
    let classes = FieldContents("", documents.map { $0.fields[0] }, nil).stemClasses(stemmer)
    let stems = stemmedWords.map { stemmer.stem(Array($0.utf8)) }
    for stem in Set(stems + stems.map(stemmer.stem) + stemmedWords.map { Array($0.utf8) }) {
        let term = TermForm.stemTerm(language: "en", stem: stem)
        let entry = try field.entry(ofStemClass: term, stemmer: stemmer)
        let found = try entry.map { entry throws(StorageError) in try field.contents(of: entry) }
        #expect(found == classes[stem], "\(TermForm(term).displayText)")
        #expect(entry?.documentFrequency == classes[stem]?.count)
        let total = classes[stem]?.values.reduce(0) { $0 + UInt64($1.count) }
        #expect(entry?.totalFrequency == total)
    }
}

@Test("A field of several segments tells of each what that one does, filtered or not", arguments: 1...6)
func entriesOfSegments(seed: UInt64) throws {
    let index = try SampleStore(fieldCount: 1)
    var segments: [Segment] = []
    for number in 0..<7 {
        let (count, own) = (1 + 3 * number, 10 * seed + UInt64(number))
        let name = try index.segment(of: sampleDocuments(count: count, seed: own, fieldCount: 1)).name
        segments.append(try Segment(name, in: index.fileSystem, filtersTerms: number % 3 > 0))
    }
    let stemmer = try #require(index.settings.analyzer.makeStemmer())
    let field = SegmentedField(segments.map { $0.fields[0] })
    var found = 0
    for word in stemmedWords + ["absent", ""] {
        let term = Array(word.utf8)
        let entries = try segments.map { try $0.fields[0].terms().entry(of: term) }
        #expect(try field.entries(of: term) == entries)
        #expect(try segments.map { try $0.fields[0].entry(of: term) } == entries)
        let stem = TermForm.stemTerm(language: "en", stem: stemmer.stem(term))
        let classes = try segments.map { try $0.fields[0].entry(ofStemClass: stem, stemmer: stemmer) }
        #expect(try field.entries(ofStemClass: stem, stemmer: stemmer) == classes)
        found += entries.count { $0 != nil } + classes.count { $0 != nil }
    }
    #expect(found > 0)
}

@Test("A word that looks like the stem of others, but has another stem, is not of their class")
func stemsAreNotStemmedAgain() throws {
    let index = try SampleStore(fieldCount: 1)
    let stemmer = try #require(index.settings.analyzer.makeStemmer())
    let (agreed, agre, agr) = (Array("agreed".utf8), Array("agre".utf8), Array("agr".utf8))
    #expect(stemmer.stem(agreed) == agre && stemmer.stem(agre) == agr && stemmer.stem(agr) == agr)

    /// Documents of the classes of `agre` and `agr` where document `i` is `words[i]`.
    func classes(_ words: [String]) throws -> [[UInt32]?] {
        var documents = sampleDocuments(count: words.count, seed: 3, fieldCount: 1)
        for (number, word) in words.enumerated() { documents[number].fields = [[word]] }
        let field = try index.segment(of: documents).fields[0]
        return try [agre, agr].map { stem in
            let term = TermForm.stemTerm(language: "en", stem: stem)
            return try field.entry(ofStemClass: term, stemmer: stemmer).map {
                try field.contents(of: $0).keys.sorted()
            }
        }
    }
    #expect(try classes(["agreed"]) == [[0], nil])
    #expect(try classes(["agre"]) == [nil, [0]])
    #expect(try classes(["agr"]) == [nil, [0]])
    #expect(try classes(["agreed", "agre"]) == [[0], [1]])
    #expect(try classes(["agr", "agreed", "agre"]) == [[1], [0, 2]])
}
