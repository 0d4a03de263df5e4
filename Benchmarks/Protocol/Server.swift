import Dossier

/// Answers request lines on standard output, one line each.
struct Server {
    private var index: SearchIndex
    /// Open once the first document was added.
    private var live: LiveIndex?
    private let path: String
    private let k1: Double
    private let b: Double
    /// Whether scores are BM25's alone, as the peers' are: over text that is simplified for all.
    private let isPlain: Bool
    private let clock = ContinuousClock()

    init(_ options: Options) throws {
        path = try options.text("index") + "/index"
        index = try SearchIndex(path: path)
        k1 = options.fraction("k1") ?? 1.2
        b = options.fraction("b") ?? 0.75
        isPlain = try index.statistics().analyzer == "simple"
    }

    mutating func run() throws {
        let count = try index.statistics().documentCount
        say("READY\t{\"engine\":\"dossier\",\"version\":\"0\",\"docs\":\(count)}")
        while let line = readLine() {
            if line == "QUIT" { return }
            do {
                let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                say(try line.hasPrefix("ADD_") ? add(fields) : answer(fields))
            } catch {
                say("ERROR\t\(error)")
            }
        }
    }

    private func answer(_ fields: [String]) throws -> String {
        if fields.count == 4, fields[0] == "BATCH" {
            return try batch(fields[1], seconds: Double(fields[2]) ?? 1, threadCount: Int(fields[3]) ?? 1)
        }
        guard let request = request(fields) else { return "UNSUPPORTED" }
        let start = clock.now
        let results = try index.search(request)
        let time = clock.now - start
        let ids = try results.hits.map { hit in
            let id = try index.fetch(hit.reference).identifier
            return fields[0].hasPrefix("RANK") ? "\(id):\(hit.score)" : id
        }
        let total = request.countsTotal ? results.total : -1
        let counts = results.facets.map { facet in
            "\t" + facet.values.map { "\($0.id)=\($0.count)" }.joined(separator: " ")
        }
        return "OK\t\(nanoseconds(time))\t\(total)\t\(ids.joined(separator: " "))" + counts.joined()
    }

    /// What a command searches for; nil for an unknown one.
    private func request(_ fields: [String]) -> SearchRequest? {
        guard fields.count >= 2 else { return nil }
        let parts = fields[0].split(separator: "_")
        let limit = parts.count > 1 ? Int(parts[1]) : nil
        switch (parts.first, limit, parts.count) {
        case ("TOP", let limit?, 2): return request(fields[1], limit: limit, counts: false)
        case ("TOP", let limit?, 3): return request(fields[1], limit: limit, counts: true)
        case ("COUNT", nil, 1): return request(fields[1], limit: 0, counts: true)
        case ("RANK", let limit?, 2):
            // Free text: every word is one of many.
            return request(SearchRequest.words(of: fields[1]), limit: limit, counts: false)
        case ("FILTER", let limit?, 2) where fields.count == 3:
            return request(fields[1], limit: limit, counts: true, value: fields[2])
        case ("FACET", let limit?, 2):
            var request = request(
                fields[1], limit: limit, counts: true, value: fields.count > 2 ? fields[2] : "")
            request.countedFacets = [facetName]
            request.facetValueLimit = 20
            return request
        default: return nil
        }
    }

    /// A document, which the next request finds, and which is safe on disk if asked for.
    private mutating func add(_ fields: [String]) throws -> String {
        guard fields.count == 2 else { return "UNSUPPORTED" }
        if live == nil { live = try LiveIndex(path: path, plugins: benchmarkPlugins) }
        guard let live else { return "UNSUPPORTED" }
        let start = clock.now
        try live.add(try readDocument(fields[1]))
        if fields[0] == "ADD_DURABLE" { try live.sync() }
        index = live.snapshot
        return "OK\t\(nanoseconds(clock.now - start))\t1\t"
    }

    /// - Parameter value: of the facet, to search within; empty for none.
    private func request(_ query: String, limit: Int, counts: Bool, value: String = "") -> SearchRequest {
        var request = SearchRequest(query)
        request.limit = limit
        request.countsTotal = counts
        request.k1 = k1
        request.b = b
        request.weighsBursts = !isPlain
        if !value.isEmpty { request.filters = [.init(facet: facetName, value: value)] }
        return request
    }

    /// Each thread loops over the file's queries from an offset of its own until the time is over.
    private func batch(_ path: String, seconds: Double, threadCount: Int) throws -> String {
        let lines = try readLines(path).map { $0.split(separator: "\t").map(String.init) }
        guard !lines.isEmpty else { return "ERROR\tno queries" }
        let start = clock.now
        let deadline = start + .seconds(seconds)
        let counts = concurrently(threadCount) { thread in
            var count = 0
            var place = thread * lines.count / threadCount
            while clock.now < deadline {
                if let request = request(lines[place]), (try? index.search(request)) != nil { count += 1 }
                place = (place + 1) % lines.count
            }
            return count
        }
        return "OK\t\(nanoseconds(clock.now - start))\t\(counts.reduce(0, +))"
    }

    private func nanoseconds(_ duration: Duration) -> Int { Int(duration / .nanoseconds(1)) }
}
