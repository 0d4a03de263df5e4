internal import IndexCore
internal import IndexStorage

/// Turns clauses into the nodes and cursors of one segment.
struct SegmentSearchBuilder {
    let snapshot: Snapshot
    let segment: Segment
    let partIndex: Int
    let memory: SearchMemory
    var dates: DateColumn?
    var nodes: [SegmentSearch.Node] = []
    var cursors: [TermCursor] = []
    var lists: [TermPostings] = []
    var phrases: [PhraseCursor] = []
    var nears: [NearCursor] = []
    var constants: [ConstantCursor] = []
    var spellings: [SpellingCursor] = []
    /// By facet, for all that look for mentions.
    private var mentions: [Int: MentionCursor] = [:]

    init(_ snapshot: Snapshot, partIndex: Int, memory: SearchMemory) {
        self.snapshot = snapshot
        segment = snapshot.parts[partIndex].segment
        self.partIndex = partIndex
        self.memory = memory
        // Of most queries; to grow costs more.
        nodes.reserveCapacity(8)
        cursors.reserveCapacity(8)
        lists.reserveCapacity(8)
    }

    /// - Returns: the index of the clause's node.
    mutating func add(_ clause: Clause) throws(StorageError) -> Int {
        let all = segment.documentCount
        switch clause {
        case .term(let term): return try add(term)
        case .phrase(let phrase): return try add(phrase)
        case .near(let near): return try add(near)
        case .facet(let facet): return try add(facet)
        case .spelled(let spelled):
            let holders = try add(spelled.holders)
            spellings.append(try SpellingCursor(spelled, in: segment))
            // After everything else: each document it is asked of has its text read.
            return add(.spelled(spellings.count - 1, holders: holders), cost: nodes[holders].cost + all)
        case .constant(let constant):
            let cursor = ConstantCursor(documents: constant.documents[partIndex], score: constant.score)
            constants.append(cursor)
            return add(.constant(constants.count - 1), cost: cursor.documentCount)
        case .days(let days):
            dates = try segment.dates()
            return add(.days(days), cost: all)
        case .and(let parts): return addAnd(try addAll(parts))
        case .or(let parts): return addOr(try addAll(parts))
        case .not(let inner):
            let child = try add(inner)
            // After everything else: it only takes away.
            return add(.not(child), cost: all + 1)
        case .all: return add(.all, cost: all)
        case .nothing: return add(.nothing, cost: 0)
        }
    }

    private mutating func add(_ kind: SegmentSearch.Kind, cost: Int) -> Int {
        nodes.append(SegmentSearch.Node(kind: kind, cost: cost))
        return nodes.count - 1
    }

    private mutating func addAnd(_ children: [Int]) -> Int {
        let order = children.sorted { nodes[$0].cost < nodes[$1].cost }
        return add(.and(children, order: order), cost: order.first.map { nodes[$0].cost } ?? 0)
    }

    private mutating func addOr(_ children: [Int]) -> Int {
        let cost = children.reduce(0) { $0 + nodes[$1].cost }
        return add(.or(children), cost: min(segment.documentCount, cost))
    }

    private mutating func append(_ cursor: TermCursor, _ list: TermPostings) {
        cursors.append(cursor)
        lists.append(list)
    }

    private mutating func addAll(_ clauses: [Clause]) throws(StorageError) -> [Int] {
        var children: [Int] = []
        children.reserveCapacity(clauses.count)
        for clause in clauses { children.append(try add(clause)) }
        return children
    }

    private mutating func add(_ term: TermClause) throws(StorageError) -> Int {
        guard let entry = term.entries[partIndex] else { return add(.nothing, cost: 0) }
        let field = segment.fields[term.field]
        let list = try field.postings(entry)
        append(TermCursor(list, Scoring(term.scorer, norms: try field.norms()), in: memory), list)
        return add(.term(cursor: cursors.count - 1), cost: entry.documentFrequency)
    }

    private mutating func add(_ facet: FacetClause) throws(StorageError) -> Int {
        let list: TermPostings
        switch facet.lists[partIndex] {
        case .empty: return add(.nothing, cost: 0)
        case .layer(let entry):
            list = try snapshot.parts[partIndex].layers[facet.facet].postings(entry)
        case .memory(let postings): list = postings
        }
        append(TermCursor(list, in: memory), list)
        return add(.facet(cursor: cursors.count - 1), cost: list.list.documentFrequency)
    }

    private mutating func add(_ phrase: PhraseClause) throws(StorageError) -> Int {
        let field = segment.fields[phrase.field]
        let norms = try field.norms()
        // Their own scores are not wanted, but their bounds are the phrase's.
        let scoring = Scoring(phrase.scorer, norms: norms)
        var terms: [PhraseTerm] = []
        for term in phrase.terms {
            guard let entry = term.entries[partIndex] else { return add(.nothing, cost: 0) }
            terms.append(try add(entry, of: field, scoring))
        }
        var zone: PhraseTerm?
        if let ranges = phrase.zone {
            guard let entry = ranges.entries[partIndex] else { return add(.nothing, cost: 0) }
            zone = try add(entry, of: segment.fields[ranges.field], nil)
        }
        let cursor = PhraseCursor(terms, in: zone, phrase.scorer, norms: norms, memory: memory)
        phrases.append(cursor)
        return add(.phrase(phrases.count - 1), cost: cursor.documentFrequencyBound)
    }

    private mutating func add(_ near: NearClause) throws(StorageError) -> Int {
        let field = segment.fields[near.field]
        let norms = try field.norms()
        var sources: [SpanFinder.Source] = []
        var holders = try add(near.span, of: field, Scoring(near.scorer, norms: norms), &sources)
        var zone: WordSpans?
        if let ranges = near.zone {
            guard let entry = ranges.entries[partIndex] else { return add(.nothing, cost: 0) }
            let term = try add(entry, of: segment.fields[ranges.field], nil)
            zone = WordSpans([term], memory: memory)
            let holder = add(.facet(cursor: term.cursorIndex), cost: entry.documentFrequency)
            holders = addAnd([holders, holder])
        }
        nears.append(
            NearCursor(
                SpanFinder(sources, field: near.field, in: zone), leastCount: near.leastCount, near.scorer,
                norms: norms))
        return add(.near(nears.count - 1, holders: holders), cost: nodes[holders].cost)
    }

    /// Appends what gives the spans of a clause, itself last.
    ///
    /// - Returns: the node of the documents that may have one.
    private mutating func add(
        _ span: SpanClause, of field: FieldReader, _ scoring: Scoring, _ sources: inout [SpanFinder.Source]
    ) throws(StorageError) -> Int {
        switch span {
        case .words(let clauses), .sloppy(let clauses, _):
            var (terms, nodes) = ([PhraseTerm](), [Int]())
            for clause in clauses {
                guard let entry = clause.entries[partIndex] else {
                    sources.append(.nothing)
                    return add(.nothing, cost: 0)
                }
                let term = try add(entry, of: field, scoring)
                terms.append(term)
                nodes.append(add(.term(cursor: term.cursorIndex), cost: entry.documentFrequency))
            }
            if case .sloppy(_, let slop) = span {
                sources.append(
                    .sloppy(SloppySpans(terms, of: clauses.map(\.term), slop: slop, memory: memory)))
            } else {
                sources.append(.words(WordSpans(terms, memory: memory)))
            }
            return nodes.count == 1 ? nodes[0] : addAnd(nodes)
        case .mentions(let mentions): return try add(mentions, of: field, scoring, &sources)
        case .value(let value, let span):
            _ = try add(span, of: field, scoring, &sources)
            let node = try add(value)
            guard case .facet(let cursor) = nodes[node].kind else {
                sources.append(.nothing)
                return node
            }
            sources.append(.held(cursors[cursor], sources.count - 1))
            return node
        case .any(let parts), .near(let parts, _):
            var (places, nodes) = ([Int](), [Int]())
            for part in parts {
                nodes.append(try add(part, of: field, scoring, &sources))
                places.append(sources.count - 1)
            }
            if case .near(_, let proximities) = span {
                sources.append(.near(places, proximities))
                return addAnd(nodes)
            }
            sources.append(.any(places))
            return addOr(nodes)
        }
    }

    private mutating func add(
        _ mentions: MentionSpans, of field: FieldReader, _ scoring: Scoring,
        _ sources: inout [SpanFinder.Source]
    ) throws(StorageError) -> Int {
        guard let ordinal = mentions.ordinals[partIndex] else {
            sources.append(.nothing)
            return add(.nothing, cost: 0)
        }
        var filters: [SpanFinder.MentionFilter] = []
        for filter in mentions.except {
            if let made = try add(filter, of: field, scoring, &sources) { filters.append(made) }
        }
        var only: SpanFinder.MentionFilter?
        if let filter = mentions.only {
            only = try add(filter, of: field, scoring, &sources)
            // No rule of that name found anything here.
            if only == nil {
                sources.append(.nothing)
                return add(.nothing, cost: 0)
            }
        }
        sources.append(
            .mentions(
                try mentionCursor(mentions.value.facet),
                .init(ordinal: ordinal, sense: mentions.sense, only: only, except: filters)))
        return try add(mentions.value)
    }

    /// Nil where it lets nothing through.
    private mutating func add(
        _ filter: MentionSpans.Filter, of field: FieldReader, _ scoring: Scoring,
        _ sources: inout [SpanFinder.Source]
    ) throws(StorageError) -> SpanFinder.MentionFilter? {
        switch filter {
        case .rule(let rules): return rules[partIndex].map { .rule($0) }
        case .form(let span):
            _ = try add(span, of: field, scoring, &sources)
            return .form(sources.count - 1)
        }
    }

    private mutating func mentionCursor(_ facet: Int) throws(StorageError) -> MentionCursor {
        if let known = mentions[facet] { return known }
        let made = try MentionCursor(snapshot.parts[partIndex].layers[facet])
        mentions[facet] = made
        return made
    }

    private mutating func add(
        _ entry: TermEntry, of field: FieldReader, _ scoring: Scoring?
    ) throws(StorageError) -> PhraseTerm {
        let list = try field.postings(entry)
        let cursor =
            scoring.map { TermCursor(list, $0, in: memory) } ?? TermCursor(list, in: memory)
        append(cursor, list)
        return PhraseTerm(
            cursor: cursor, cursorIndex: cursors.count - 1, positions: try field.positions(entry))
    }
}
