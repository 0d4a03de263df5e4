import Dossier
import PluginAPI
import Synchronization

/// Adds documents to an index while another thread searches it, and tells how long each took.
///
/// Queries are those of a `BATCH` file, asked one after another: first with no writer, then beside it, then when it is
/// done.
func measureLiveWrites(_ options: Options) throws {
    let path = try options.text("index") + "/index"
    let count = options.number("count") ?? 10_000
    let isDurable = options.number("durable") == 1
    let gap = Duration.microseconds(options.number("gap-us") ?? 0)
    let documents = try readLines(options.text("documents")).prefix(count).map(readDocument)
    let queries = try readLines(options.text("queries")).map { line in
        var request = SearchRequest(String(line.split(separator: "\t").last ?? ""))
        request.countsTotal = false
        return request
    }
    let live = try LiveIndex(path: path, plugins: benchmarkPlugins)
    _ = QueryTimes.measure(queries, seconds: 2) { live.snapshot }
    let before = QueryTimes.measure(queries, seconds: 5) { live.snapshot }
    let writtenBefore = writtenByteCount()
    let isDone = Atomic<Bool>(false)
    let beside = Mutex(QueryTimes())
    let times = Mutex<[Duration]>([])
    _ = concurrently(2) { thread in
        if thread == 0 {
            let found = QueryTimes.measure(queries, until: { isDone.load(ordering: .acquiring) }) {
                live.snapshot
            }
            beside.withLock { $0 = found }
        } else {
            let found = addAll(documents, to: live, isDurable: isDurable, gap: gap)
            times.withLock { $0 = found }
            isDone.store(true, ordering: .releasing)
        }
        return 0
    }
    let after = QueryTimes.measure(queries, seconds: 5) { live.snapshot }
    try live.close()
    let written = writtenByteCount() - writtenBefore
    let added = documents.reduce(0) { $0 + $1.text.count }
    let sorted = times.withLock { $0.sorted() }
    func milliseconds(_ share: Double) -> Double {
        sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] / .milliseconds(1)
    }
    print(
        "adds \(sorted.count), \(added) bytes; written \(written), \(Double(written) / Double(added)) of it")
    print("add ms: p50 \(milliseconds(0.5)) p99 \(milliseconds(0.99)) max \(milliseconds(1))")
    print("query us: before \(before.mean) beside \(beside.withLock { $0.mean }) after \(after.mean)")
    let slower = beside.withLock { $0.geometricMean(over: before) }
    print("geometric mean over queries: beside \(slower), after \(after.geometricMean(over: before))")
}

private func addAll(
    _ documents: [Document], to live: LiveIndex, isDurable: Bool, gap: Duration
) -> [Duration] {
    let clock = ContinuousClock()
    return documents.map { document in
        let start = clock.now
        do {
            try live.add(document)
            if isDurable { try live.sync() }
        } catch {
            print("ERROR\t\(error)")
        }
        let time = clock.now - start
        while clock.now - start < time + gap {}
        return time
    }
}

/// For each of several queries how long it took in all, and how often it was asked.
private struct QueryTimes {
    private var times: [Duration] = []
    private var counts: [Int] = []

    /// Microseconds a query, each query weighing the same.
    var mean: Double {
        let means = zip(times, counts).filter { $1 > 0 }.map { $0 / .microseconds(1) / Double($1) }
        return means.reduce(0, +) / Double(max(1, means.count))
    }

    /// How many times as long queries took as in another measurement.
    func geometricMean(over other: QueryTimes) -> Double {
        var (sum, count) = (0.0, 0.0)
        for index in times.indices where counts[index] > 0 && other.counts[index] > 0 {
            let mine = times[index] / .microseconds(1) / Double(counts[index])
            let theirs = other.times[index] / .microseconds(1) / Double(other.counts[index])
            sum += logarithm(mine / theirs)
            count += 1
        }
        return exponential(sum / max(1, count))
    }

    static func measure(
        _ queries: [SearchRequest], seconds: Double, index: () -> SearchIndex
    ) -> QueryTimes {
        let end = ContinuousClock.now + .seconds(seconds)
        return measure(queries, until: { ContinuousClock.now >= end }, index: index)
    }

    static func measure(
        _ queries: [SearchRequest], until isOver: () -> Bool, index: () -> SearchIndex
    ) -> QueryTimes {
        var result = QueryTimes()
        result.times = [Duration](repeating: .zero, count: queries.count)
        result.counts = [Int](repeating: 0, count: queries.count)
        let clock = ContinuousClock()
        while !isOver() {
            for place in queries.indices {
                let start = clock.now
                if (try? index().search(queries[place])) != nil {
                    result.times[place] += clock.now - start
                    result.counts[place] += 1
                }
                if isOver() { break }
            }
        }
        return result
    }
}
