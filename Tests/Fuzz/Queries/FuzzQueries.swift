import IndexSearch

private let parsers: [QueryParser] = ([.or, .and] as [QueryParser.Operator]).map { joined in
    var parser = QueryParser(
        facetNames: ["country", "language", "year", "about:country"], defaultOperator: joined)
    parser.savedQueries = [
        "korea": "country:KR OR country:KP", "twice": "(saved:korea) saved:korea^2", "loop": "saved:loop a",
        "bad": "(a OR",
    ]
    return parser
}

/// What libFuzzer calls with each input. The first byte chooses how words are joined; the rest is the query.
///
/// A broken law ends the program, and libFuzzer keeps the input: whatever is written gives a query, twice the same, and
/// what is wrong with it stands in the text and can be shown. Time and memory are libFuzzer's to limit.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzQueries(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // Safe: libFuzzer's buffer lives during the call and is copied.
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    guard let choice = bytes.first else { return 0 }
    let parser = parsers[Int(choice) & 1]
    let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
    let parsed = parser.read(text)
    precondition(parser.parse(text) == parsed.query, "two readings differ")
    var last = 0
    for problem in parsed.problems {
        precondition(problem.range.lowerBound >= last, "\(problem) stands before another")
        precondition(problem.range.upperBound <= text.utf8.count, "\(problem) is outside the text")
        last = problem.range.lowerBound
        precondition(!problem.message(in: text).isEmpty)
    }
    _ = parser.readRaw(text)
    return 0
}
