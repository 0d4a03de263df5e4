import Dossier

/// Answers request lines on standard output, one line each.
struct Server {
    private var index: SearchIndex
    /// Open once the first document was added.
    private var live: LiveIndex?
    private let path: String
    private let k1: Double
    private let b: Double
    private let clock = ContinuousClock()

    init(_ options: Options) throws {
        path = try options.text("index") + "/index"
        index = try SearchIndex(path: path)
        k1 = options.fraction("k1") ?? 1.2
        b = options.fraction("b") ?? 0.75
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
        guard fields.count >= 2 else { return "UNSUPPORTED" }
        let parts = fields[0].split(separator: "_")
        let limit = parts.count > 1 ? Int(parts[1]) : nil
        switch (parts.first, limit, parts.count) {
        case ("TOP", let limit?, 2): return try search(fields[1], limit: limit, counts: false)
        case ("TOP", let limit?, 3): return try search(fields[1], limit: limit, counts: true)
        case ("COUNT", nil, 1): return try search(fields[1], limit: 0, counts: true)
        case ("RANK", let limit?, 2): return try rank(fields[1], limit: limit)
        case ("BATCH", nil, 1) where fields.count == 4:
            return try batch(
                fields[1], seconds: Double(fields[2]) ?? 1, threadCount: Int(fields[3]) ?? 1)
        default: return "UNSUPPORTED"
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

    private func request(_ query: String, limit: Int, counts: Bool) -> SearchRequest {
        var request = SearchRequest(query)
        request.limit = limit
        request.countsTotal = counts
        request.k1 = k1
        request.b = b
        return request
    }

    private func search(_ query: String, limit: Int, counts: Bool) throws -> String {
        let start = clock.now
        let results = try index.search(request(query, limit: limit, counts: counts))
        let time = clock.now - start
        let ids = try results.hits.map { try index.fetch($0.reference).identifier }.joined(separator: " ")
        return "OK\t\(nanoseconds(time))\t\(counts ? results.total : -1)\t\(ids)"
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
