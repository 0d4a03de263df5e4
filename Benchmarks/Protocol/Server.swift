import Dossier

/// Answers request lines on standard output, one line each.
struct Server {
    private let index: SearchIndex
    private let k1: Double
    private let b: Double
    private let clock = ContinuousClock()

    init(_ options: Options) throws {
        index = try SearchIndex(path: options.text("index") + "/index")
        k1 = options.fraction("k1") ?? 1.2
        b = options.fraction("b") ?? 0.75
    }

    func run() throws {
        let count = try index.statistics().documentCount
        say("READY\t{\"engine\":\"dossier\",\"version\":\"0\",\"docs\":\(count)}")
        while let line = readLine() {
            if line == "QUIT" { return }
            do {
                say(
                    try answer(line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init))
                )
            } catch {
                say("ERROR\t\(error)")
            }
        }
    }

    private func answer(_ fields: [String]) throws -> String {
        guard fields.count >= 2 else { return "UNSUPPORTED" }
        let parts = fields[0].split(separator: "_")
        let limit = parts.count > 1 ? Int(parts[1]) : nil
        switch (parts.first, limit, parts.count) {
        case ("TOP", let limit?, 2): return try search(request(fields[1], limit: limit, counts: false))
        case ("TOP", let limit?, 3): return try search(request(fields[1], limit: limit, counts: true))
        case ("COUNT", nil, 1): return try search(request(fields[1], limit: 0, counts: true))
        case ("RANK", let limit?, 2): return try rank(fields[1], limit: limit)
        case ("FILTER", let limit?, 2) where fields.count == 3:
            var request = request(fields[1], limit: limit, counts: true)
            request.filters = [.init(facet: facetName, value: fields[2])]
            return try search(request)
        case ("FACET", let limit?, 2):
            var request = request(fields[1], limit: limit, counts: true)
            if fields.count > 2, !fields[2].isEmpty {
                request.filters = [.init(facet: facetName, value: fields[2])]
            }
            request.countedFacets = [facetName]
            request.facetValueLimit = 20
            return try search(request)
        case ("BATCH", nil, 1) where fields.count == 4:
            return try batch(
                fields[1], seconds: Double(fields[2]) ?? 1, threadCount: Int(fields[3]) ?? 1)
        default: return "UNSUPPORTED"
        }
    }

    private func request(_ query: String, limit: Int, counts: Bool) -> SearchRequest {
        var request = SearchRequest(query)
        request.limit = limit
        request.countsTotal = counts
        request.k1 = k1
        request.b = b
        return request
    }

    private func search(_ request: SearchRequest) throws -> String {
        let start = clock.now
        let results = try index.search(request)
        let time = clock.now - start
        let ids = try results.hits.map { try index.fetch($0.reference).identifier }.joined(separator: " ")
        let total = request.countsTotal ? results.total : -1
        let counts = results.facets.map { facet in
            "\t" + facet.values.map { "\($0.id)=\($0.count)" }.joined(separator: " ")
        }
        return "OK\t\(nanoseconds(time))\t\(total)\t\(ids)" + counts.joined()
    }

    /// Free text: every word is one of many.
    private func rank(_ text: String, limit: Int) throws -> String {
        let words = text.split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
        let start = clock.now
        let results = try index.search(request(words, limit: limit, counts: false))
        let time = clock.now - start
        let ids = try results.hits.map { "\(try index.fetch($0.reference).identifier):\($0.score)" }
        return "OK\t\(nanoseconds(time))\t-1\t\(ids.joined(separator: " "))"
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
                if (try? answer(lines[place])) != nil { count += 1 }
                place = (place + 1) % lines.count
            }
            return count
        }
        return "OK\t\(nanoseconds(clock.now - start))\t\(counts.reduce(0, +))"
    }

    private func nanoseconds(_ duration: Duration) -> Int { Int(duration / .nanoseconds(1)) }
}
