/// Tokens that a matcher has to look at, in order; kept from document to document for their room.
struct ScannedTokens {
    /// Those that may begin a form.
    fileprivate var beginnings: [UInt32] = []
    private(set) var beginningCount = 0
    /// Those that may be words that conditions look for in whole articles.
    fileprivate var articleWords: [UInt32] = []
    private(set) var articleWordCount = 0

    func beginning(_ index: Int) -> Int { Int(beginnings[index]) }
    func articleWord(_ index: Int) -> Int { Int(articleWords[index]) }

    /// Forgets what was found.
    ///
    /// - Parameter tokenCount: of the document that comes.
    mutating func reset(tokenCount: Int) {
        (beginningCount, articleWordCount) = (0, 0)
        // A token too many, as each is written before it is known whether it counts.
        if beginnings.count > tokenCount { return }
        beginnings = Array(repeating: 0, count: tokenCount + 1)
        articleWords = beginnings
    }

    /// Adds the tokens of a zone that a filter lets pass.
    ///
    /// - Complexity: O(tokens), without a branch that text decides.
    mutating func scan(_ zone: Range<Int>, of view: TokenView, _ filter: BeginningFilter) {
        precondition(
            zone.lowerBound >= 0 && zone.upperBound <= view.count && zone.upperBound < beginnings.count,
            "tokens \(zone) of \(view.count)")
        var (beginning, article) = (beginningCount, articleWordCount)
        // Safe: the pointers stay in the closures. A document's zones lie apart, and `reset` made room for its tokens and
        // one more, so that as many fit.
        unsafe beginnings.withUnsafeMutableBufferPointer { beginnings in
            unsafe articleWords.withUnsafeMutableBufferPointer { articleWords in
                // Of the token before: its hash, and 1 where it may be a form, or begin a longer one.
                var (hash, isForm, isLonger) = (UInt64(0), UInt64(0), UInt64(0))
                for token in zone {
                    let word = view.word(token)
                    unsafe beginnings[beginning] = UInt32(truncatingIfNeeded: token &- 1)
                    let pair = filter.pairs.bit(BeginningFilter.pair(hash, word.hash))
                    beginning &+= Int(truncatingIfNeeded: isForm | isLonger & pair)
                    let marks = filter.marks(word.hash)
                    isForm = marks &>> (view.isSmall(token) ? 1 : 0) & 1 | filter.prefixBit(of: word)
                    isLonger = marks &>> 2 & 1
                    unsafe articleWords[article] = UInt32(truncatingIfNeeded: token)
                    article &+= Int(truncatingIfNeeded: marks &>> 3)
                    hash = word.hash
                }
                unsafe beginnings[beginning] = UInt32(truncatingIfNeeded: zone.upperBound &- 1)
                beginning &+= Int(truncatingIfNeeded: isForm)
            }
        }
        (beginningCount, articleWordCount) = (beginning, article)
    }
}
