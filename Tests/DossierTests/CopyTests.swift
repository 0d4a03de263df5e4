import IndexCore
import IndexStorage
import PluginAPI
import TestSupport
import Testing

@testable import Dossier

/// Articles of random words, many of them cut, changed or repeated from others.
private struct CopiedArticles {
    var source = ArticleSource()
    private var random: SeededGenerator
    private var bases: [[String]] = []

    init(seed: UInt64) {
        random = SeededGenerator(state: seed)
        for _ in 0..<12 { bases.append(words(Int.random(in: 40...160, using: &random))) }
    }

    private mutating func words(_ count: Int) -> [String] {
        (0..<count).map { _ in "w\(Int.random(in: 0..<900, using: &random))" }
    }

    /// An article of this number, new or in place of the one there.
    mutating func write(_ number: Int) {
        let base = bases[Int.random(in: bases.indices, using: &random)]
        var text: [String]
        switch Int.random(in: 0...4, using: &random) {
        case 0: text = words(Int.random(in: 10...120, using: &random))
        case 1: text = base
        case 2: text = Array(base.prefix(base.count * Int.random(in: 4...9, using: &random) / 10))
        case 3: text = Array(base.suffix(base.count * Int.random(in: 4...9, using: &random) / 10))
        default: text = words(Int.random(in: 1...60, using: &random)) + base
        }
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            text[Int.random(in: text.indices, using: &random)] = "changed"
        }
        let place = ["Seoul", "Tokyo"][Int.random(in: 0...1, using: &random)]
        let name = "news/\(number)"
        var article = "Report \(number)\n\nharbour \(place) " + text.joined(separator: " ") + "\n"
        if Int.random(in: 0...4, using: &random) == 0 {
            article +=
                "\nThis article was originally published by \(Bool.random(using: &random) ? "The Gazette" : "Voice").\n"
        }
        let date = Int.random(in: 0...9, using: &random)
        source.write(name, article, date: date > 5 ? nil : "2020-01-0\(date + 1)")
        source.articles[name]?.publisher =
            [nil, "The Gazette", "thegazette.com", "Review", "Tribune"].randomElement(using: &random) ?? nil
    }

    mutating func change(_ count: Int) {
        for _ in 0..<count {
            let number = Int.random(in: 0..<90, using: &random)
            if Int.random(in: 0...3, using: &random) == 0 {
                source.articles["news/\(number)"] = nil
            } else {
                write(number)
            }
        }
    }

    /// Every two texts that are copies, found by comparing all of them word by word.
    func links() throws -> Set<[String]> {
        let plugins = try SmallPlugins.make()
        let tokenizer = DocumentTokenizer()
        var signed: [(String, TextSignature, Set<UInt32>)] = []
        for entry in try source.walk().entries {
            let input = try source.read(entry)
            guard let document = try plugins.format(for: input)?.read(input) else { continue }
            var signer = TextSigner()
            signer.begin(tokenizer.tokenize(document))
            signed.append((entry.identifier, signer.sign(), Set(signer.allShingles())))
        }
        var found: Set<[String]> = []
        for (index, one) in signed.enumerated() {
            for other in signed[(index + 1)...] where one.1 != .none && other.1 != .none {
                let shared = one.2.intersection(other.2).count
                if one.1.hash == other.1.hash
                    || CopyRule.share(shared: shared, first: one.2.count, second: other.2.count) != nil
                {
                    found.insert([one.0, other.0].sorted())
                }
            }
        }
        return found
    }
}

private func update(
    _ source: ArticleSource, in fileSystem: any FileSystem, _ change: (inout IndexOptions) -> Void = { _ in }
) throws {
    var options = IndexOptions()
    options.runByteCount = 4_000
    options.prunes = true
    change(&options)
    _ = try indexSources(
        [source], in: fileSystem, folder: "/index", plugins: SmallPlugins.make(), options: options)
}

private func clusters(_ index: SearchIndex) throws -> Set<Set<String>> {
    Set(try index.allCopies().map(Set.init))
}

/// Every article has the source that it states; a copy that states none the publisher of its original, if that is another.
private func expectSources(_ index: SearchIndex, _ identifiers: [String]) throws {
    var givenCount = 0
    for identifier in identifiers {
        let document = try index.document(identifier)
        var expected = document.republishedFrom
        if expected == nil, let original = try index.copies(of: identifier)?.original,
            original.identifier != identifier, original.republishedFrom == nil,
            let source = original.publisher,
            document.publisher.map(PublisherName.key) != PublisherName.key(source)
        {
            expected = source
            givenCount += 1
        }
        let found = try index.evidence(for: identifier).filter { $0.facet == "republished-from" }.map(\.id)
        #expect(found == [expected].compactMap(\.self), "\(identifier)")
    }
    #expect(givenCount > 0)
}

/// Groups that pairs join, directly or through others.
private func groups(_ pairs: Set<[String]>) -> Set<Set<String>> {
    var groups: [Set<String>] = []
    for pair in pairs {
        let joined = groups.filter { !$0.isDisjoint(with: pair) }
        groups.removeAll { !$0.isDisjoint(with: pair) }
        groups.append(joined.reduce(Set(pair)) { $0.union($1) })
    }
    return Set(groups)
}

/// Nothing is joined that pairs do not join, and of fifty pairs at most one is missed.
private func expectCopies(_ found: Set<Set<String>>, _ pairs: Set<[String]>) throws {
    let expected = groups(pairs)
    #expect(found.allSatisfy { cluster in expected.contains { cluster.isSubset(of: $0) } })
    let missed = pairs.filter { pair in !found.contains { $0.isSuperset(of: pair) } }
    #expect(missed.count <= (pairs.count + 49) / 50, "\(missed.count) of \(pairs.count)")
}

@Suite("Copies of articles")
struct CopyTests {
    @Test(
        "are after any updates and joining those of an index built at once, and nearly those of comparing all",
        arguments: UInt64(1)...4)
    func incremental(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        var articles = CopiedArticles(seed: seed)
        for round in 0..<6 {
            articles.change([40, 30, 6, 1, 25, 3][round])
            try update(articles.source, in: folder.fileSystem) { $0.threadCount = 1 + round % 3 }
            if round == 3 {
                var options = OptimizeOptions()
                options.order = .similarity
                try optimizeIndex(in: folder.fileSystem, options: options)
            }
            let index = try SearchIndex(path: folder.path)
            let fresh = try TemporaryFolder()
            try update(articles.source, in: fresh.fileSystem)
            let whole = try SearchIndex(path: fresh.path)
            #expect(
                try index.copyClusters().links.links == whole.copyClusters().links.links, "round \(round)")
            #expect(try clusters(index) == clusters(whole))
            try expectCopies(clusters(index), articles.links())
            try expectSources(index, articles.source.articles.keys.sorted())
            #expect(index.check() == [])
        }
        #expect(try clusters(SearchIndex(path: folder.path)).count > 2)
    }

    @Test("are the same in a live index, before and after it is folded, and for those who find its log")
    func live() throws {
        let folder = try TemporaryFolder()
        var articles = CopiedArticles(seed: 7)
        for number in 0..<40 { articles.write(number) }
        try update(articles.source, in: folder.fileSystem)
        var options = IndexOptions()
        options.threadCount = 1
        let plugins = try SmallPlugins.make()
        let live = try LiveIndex(
            folder.fileSystem, path: folder.path, lock: nil, plugins: plugins, options: options)
        for round in 0..<5 {
            let before = articles.source.articles
            articles.change(12)
            for (name, article) in articles.source.articles.sorted(by: { $0.key < $1.key })
            where before[name] != article {
                let input = FormatInput(
                    bytes: Array(article.text.utf8), identifier: name, fileName: "article.txt")
                try live.add(try #require(try plugins.format(for: input)?.read(input)))
            }
            for name in before.keys where articles.source.articles[name] == nil { try live.delete(name) }
            let found = try clusters(live.snapshot)
            try expectCopies(found, articles.links())
            try live.sync()
            #expect(try clusters(SearchIndex(path: folder.path)) == found, "round \(round)")
        }
        try live.close()
        try expectSources(live.snapshot, articles.source.articles.keys.sorted())
        try expectSources(SearchIndex(path: folder.path), articles.source.articles.keys.sorted())
        try expectCopies(clusters(SearchIndex(path: folder.path)), articles.links())
    }

    @Test("of what a live writer adds are known at once, also where nothing of the commit has changed")
    func added() throws {
        let folder = try TemporaryFolder()
        var source = ArticleSource()
        let text = "Title\n\n" + (0..<60).map { "word\($0)" }.joined(separator: " ") + "\n"
        source.write("a", text)
        try update(source, in: folder.fileSystem)
        let plugins = try SmallPlugins.make()
        let live = try LiveIndex(
            folder.fileSystem, path: folder.path, lock: nil, plugins: plugins, options: IndexOptions())
        let input = FormatInput(bytes: Array(text.utf8), identifier: "b", fileName: "article.txt")
        try live.add(try #require(try plugins.format(for: input)?.read(input)))
        #expect(try clusters(live.snapshot) == [["a", "b"]])
        try live.close()
    }

    @Test("give the same bytes for any number of threads and any size of runs")
    func sameBytes() throws {
        var names: Set<[String]> = []
        for (threadCount, runByteCount) in [(1, 4_000), (3, 4_000), (2, 1 << 20)] {
            let folder = try TemporaryFolder()
            var articles = CopiedArticles(seed: 3)
            for number in 0..<80 { articles.write(number) }
            try update(articles.source, in: folder.fileSystem) {
                ($0.threadCount, $0.runByteCount) = (threadCount, runByteCount)
            }
            names.insert(try folder.fileSystem.list().filter { $0.hasSuffix(".copies") })
        }
        #expect(names.count == 1 && names.first?.count == 1)
    }

    @Test("are folded in a search as folding the whole ranking does", arguments: [0, 1, 3, 10, 200], [0, 4])
    func folding(limit: Int, offset: Int) throws {
        let folder = try TemporaryFolder()
        var articles = CopiedArticles(seed: 5)
        for number in 0..<90 { articles.write(number) }
        try update(articles.source, in: folder.fileSystem)
        articles.change(20)
        try update(articles.source, in: folder.fileSystem)
        let index = try SearchIndex(path: folder.path)
        let clusters = try index.copyClusters()
        for query in ["harbour", "seoul w1 w2 w3 w4 w5", "w6 w7 w8", "", "nowhere"] {
            var request = SearchRequest(query)
            request.limit = 1000
            let all = try index.search(request)
            var (folded, first) = ([Hit](), [Int: Int]())
            for hit in all.hits {
                guard let cluster = clusters.cluster(of: hit.reference.number) else {
                    folded.append(hit)
                    continue
                }
                if let place = first[cluster] {
                    folded[place].copyCount += 1
                } else {
                    first[cluster] = folded.count
                    folded.append(hit)
                }
            }
            (request.limit, request.offset, request.foldsCopies) = (limit, offset, true)
            request.countedFacets = index.facetNames
            let results = try index.search(request)
            #expect(results.hits == Array(folded.dropFirst(offset).prefix(limit)))
            #expect(results.total == all.total && results.distinctTotal == folded.count)
        }
    }

    @Test("name the original: what others name as their source, else the earliest, else the longest")
    func original() throws {
        let folder = try TemporaryFolder()
        let live = try LiveIndex(
            folder.fileSystem, path: folder.path, lock: nil, plugins: SmallPlugins.make(),
            options: IndexOptions())
        let text = (0..<60).map { "word\($0)" }
        func add(_ name: String, _ words: [String], _ change: (inout Document) -> Void) throws {
            var document = Document(identifier: name)
            document.append(.title, Array("Title \(name)".utf8))
            for start in stride(from: 0, to: words.count, by: 7) {
                let line = words[start..<min(start + 7, words.count)].joined(
                    separator: start % 2 == 0 ? " " : "\n")
                document.append(.body, Array(line.utf8))
            }
            document.append(.notice, Array("Printed by \(name)".utf8))
            change(&document)
            try live.add(document)
        }
        try add("a", text) { $0.published = CalendarDate(iso8601: "2014-01-01") }
        #expect(try live.snapshot.copies(of: "a") == nil)
        try add("b", Array(text.prefix(45)) + ["more", "words"]) { _ in }
        try add("c", text) { $0.published = CalendarDate(iso8601: "2013-01-01") }
        var cluster = try #require(try live.snapshot.copies(of: "b"))
        #expect(cluster.original.identifier == "c")
        #expect(cluster.copies.map(\.document.identifier) == ["a", "b"])
        #expect(cluster.copies.map(\.isExact) == [true, false])
        #expect(cluster.copies[0].difference.onlyInFirst == [] && cluster.copies[0].share == 1)
        let difference = cluster.copies[1].difference
        #expect(difference.onlyInFirst.map(\.words) == [text[45...].joined(separator: " ")])
        #expect(difference.onlyInSecond.map(\.words) == ["more words"])
        #expect(difference.onlyInSecond.map(\.before) == ["word41 word42 word43 word44"])
        try add("b", Array(text.prefix(45))) { $0.republishedFrom = "the  REVIEW." }
        try add("d", text) { $0.publisher = "The Review" }
        try add("e", text) {
            $0.published = CalendarDate(iso8601: "2010-01-01")
            $0.republishedFrom = "The Review"
        }
        cluster = try #require(try live.snapshot.copies(of: "e"))
        #expect(cluster.original.identifier == "d" && cluster.copies.count == 4)
        // Not the earliest, if it says that it appeared first elsewhere.
        let other = (0..<60).map { "other\($0)" }
        try add("f", other) {
            $0.published = CalendarDate(iso8601: "2010-01-01")
            $0.republishedFrom = "Gazette"
        }
        try add("g", other) { $0.published = CalendarDate(iso8601: "2012-01-01") }
        #expect(try live.snapshot.copies(of: "f")?.original.identifier == "g")
        try live.close()
        #expect(try SearchIndex(path: folder.path).copies(of: "a") == cluster)
    }

    @Test("are not looked for where the schema leaves them out")
    func leftOut() throws {
        let folder = try TemporaryFolder()
        var articles = CopiedArticles(seed: 2)
        for number in 0..<10 { articles.write(number) }
        try update(articles.source, in: folder.fileSystem) { $0.schema.findsCopies = false }
        let index = try SearchIndex(path: folder.path)
        #expect(#expect(throws: DossierError.self) { try index.allCopies() }?.code == .badRequest)
        #expect(try folder.fileSystem.list().allSatisfy { !$0.hasSuffix(".copies") })
    }

    @Test(
        "are all of many versions of one text; what shares a form with another, or quotes or is quoted, is none"
    )
    func rule() throws {
        let folder = try TemporaryFolder()
        var source = ArticleSource()
        func words(_ name: String, _ count: Int) -> [String] { (0..<count).map { "\(name)\($0)" } }
        let original = words("w", 240)
        for number in 0..<50 {
            var text = original
            for place in 0..<6 { text[(number * 4 + place * 40) % 240] = "changed\(number)" }
            source.write("v/\(number)", "Version \(number)\n\n" + text.joined(separator: " ") + "\n")
        }
        // A third of a short text is its form; a paragraph is quoted in ten times as much.
        for number in 0..<2 {
            let text = words("form", 20) + words("own\(number)x", 10)
            source.write("form/\(number)", "Form\n\n" + text.joined(separator: " ") + "\n")
        }
        for number in 0..<12 {
            let paragraph = words("q\(number)x", 60)
            let text = words("a\(number)x", 300) + paragraph + words("b\(number)x", 300)
            source.write("quoted/\(number)", "Quoted\n\n" + paragraph.joined(separator: " ") + "\n")
            source.write("quoting/\(number)", "Quoting\n\n" + text.joined(separator: " ") + "\n")
        }
        try update(source, in: folder.fileSystem)
        let found = try clusters(SearchIndex(path: folder.path))
        #expect(found == [Set((0..<50).map { "v/\($0)" })])
    }

    @Test("are found by signatures alone where no text is kept")
    func withoutText() throws {
        let folder = try TemporaryFolder()
        var source = ArticleSource()
        let text = (0..<300).map { "word\($0)" }
        source.write("a", "A\n\n" + text.joined(separator: " ") + "\n")
        source.write("b", "B\n\n" + text.prefix(240).joined(separator: "\n") + "\n")
        source.write("c", "C\n\n" + text.reversed().joined(separator: " ") + "\n")
        try update(source, in: folder.fileSystem) { $0.schema.storesDocuments = false }
        #expect(try clusters(SearchIndex(path: folder.path)) == [["a", "b"]])
    }
}

@Suite("Facets of what documents tell of themselves")
struct DocumentFacetTests {
    @Test("are counted and filtered by, in any case, with white space joined")
    func publishers() throws {
        let folder = try TemporaryFolder()
        let live = try LiveIndex(
            folder.fileSystem, path: folder.path, lock: nil, plugins: SmallPlugins.make(),
            options: IndexOptions())
        for (name, publisher, source) in [
            ("a", "The  Tidewater\nPost", nil), ("b", "The Tidewater Post", "Gazette"), ("c", nil, nil),
            ("d", " ", String(repeating: "x", count: 600)),
        ] as [(String, String?, String?)] {
            var document = Document(identifier: name)
            document.append(.body, Array("harbour".utf8))
            (document.publisher, document.republishedFrom) = (publisher, source)
            #expect(try live.add(document) == [])
        }
        try live.close()
        let index = try SearchIndex(path: folder.path)
        var request = SearchRequest("harbour")
        request.countedFacets = ["publisher", "republished-from"]
        let counts = try index.search(request).facets.map { $0.values.map { "\($0.label) \($0.count)" } }
        #expect(counts == [["The Tidewater Post 2"], ["Gazette 1"]])
        request.filters = [.init(facet: "publisher", value: "the tidewater post")]
        #expect(try index.search(request).total == 2)
    }

    @Test("count, find and name spellings of one publisher as one, as most articles spell it")
    func spellings() throws {
        let folder = try TemporaryFolder()
        let live = try LiveIndex(
            folder.fileSystem, path: folder.path, lock: nil, plugins: SmallPlugins.make(),
            options: IndexOptions())
        let publishers = [
            "ABC NEWS", "abcnews.com", "ABC News", "ABC News", "www.abcnews.com.au", "ABC Business",
            "Gazette",
        ]
        for (number, publisher) in publishers.enumerated() {
            var document = Document(identifier: "\(number)")
            document.append(.body, Array("harbour \(number < 3 ? "grain" : "")".utf8))
            document.publisher = publisher
            try live.add(document)
            // Two segments.
            if number == 3 { try live.sync() }
        }
        func check(_ index: SearchIndex) throws {
            var request = SearchRequest("")
            request.countedFacets = ["publisher"]
            func counts() throws -> [String] {
                try index.search(request).facets[0].values.map { "\($0.id) \($0.count)" }
            }
            #expect(try counts() == ["ABC News 5", "ABC Business 1", "Gazette 1"])
            request.query = "grain"
            #expect(try counts() == ["ABC News 3"])
            for name in ["ABC News", "abc news", "abcnews.com", "ABCNews.co.uk"] {
                request.filters = [.init(facet: "publisher", value: name)]
                #expect(try index.search(request).total == 3, "\(name)")
                #expect(try index.search(SearchRequest("publisher:\"\(name)\"")).total == 5)
            }
            request.filters = [.init(facet: "publisher", value: "ABC")]
            #expect(#expect(throws: DossierError.self) { try index.search(request) }?.code == .unknownValue)
            #expect(try index.statistics().facets.first { $0.name == "publisher" }?.valueCount == 3)
        }
        try check(live.snapshot)
        try live.close()
        try check(SearchIndex(path: folder.path))
    }

    @Test(
        "have one key for spellings of a name, and others for other names",
        arguments: [
            ["The Diplomat", "thediplomat.com", "THE DIPLOMAT", "www.TheDiplomat.com"],
            ["BBC", "bbc.co.uk", "bbc.com"], ["Salon.com", "salon"], ["Asahi", "asahi.or.jp"],
            ["NPR", "npr.org", "N.P.R."], ["Yahoo!", "yahoo.co.jp", "Yahoo"],
            ["Radio Free Asia", "Radio Free Asia.org"],
        ])
    func keys(names: [String]) {
        #expect(Set(names.map(PublisherName.key)).count == 1)
        let others = ["The Times", "St. Petersburg Times", "U.S. News", "Com", "...", ".", "新华社", "co.uk"]
        #expect(Set((others + names.prefix(1)).map(PublisherName.key)).count == others.count + 1)
    }
}
