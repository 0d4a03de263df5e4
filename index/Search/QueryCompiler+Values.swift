internal import IndexAnalysis
internal import IndexCore
internal import IndexStorage

extension QueryCompiler {
    /// The documents that have a value, in whichever of its spellings.
    func facetClause(_ facet: Int, _ id: [UInt8]) throws -> FacetClause {
        let values = try searcher.values(ofFacet: facet)
        let id = values.shown(id) ?? id
        let members = values.members(of: id)
        guard values.hasOwnLists(id) else { return try layerClause(facet, members[0], shownAs: id) }
        return try values.clause(of: id) {
            let documents = try documents(of: id, facet, values)
            let clause = try memoryClause(facet, id) { part in
                limits.isOver ? [] : try searcher.documents(of: documents, part: part, limits)
            }
            return (clause, !limits.isPartial)
        }
    }

    /// Where words name a shown value in a field.
    func valueSpan(_ facet: Int, _ id: [UInt8], field: Int) throws -> SpanClause {
        let values = try searcher.values(ofFacet: facet)
        var spans = try values.pieces(of: id).map { try mentions($0, facet, field: field) }
        if searcher.view(facet).sense == nil {
            for words in values.plan.addedWords[id] ?? [] { spans.append(try form(words, field: field)) }
        }
        return spans.count == 1 ? spans[0] : .any(spans)
    }

    /// The list of a value of layers.
    private func layerClause(_ facet: Int, _ id: [UInt8], shownAs shown: [UInt8]) throws -> FacetClause {
        FacetClause(
            facet: facet, id: shown,
            lists: try snapshot.parts.map { part in
                try part.layers[facet].values().entry(of: id).map { FacetClause.List.layer($0) } ?? .empty
            })
    }

    private func memoryClause(
        _ facet: Int, _ id: [UInt8], _ documents: (Int) throws -> [UInt32]
    ) throws -> FacetClause {
        FacetClause(
            facet: facet, id: id,
            lists: try snapshot.parts.indices.map { part in
                let count = snapshot.parts[part].segment.documentCount
                let list = try TermPostings(of: documents(part), documentCount: count)
                return list.map { FacetClause.List.memory($0) } ?? .empty
            })
    }

    /// What finds the documents of a shown value.
    private func documents(of id: [UInt8], _ facet: Int, _ values: FacetValues) throws -> Clause {
        var alternatives: [Clause]
        if case .subjects(let base) = searcher.view(facet) {
            alternatives = try subjects(of: id, facet, base: base, values)
        } else {
            alternatives = try namings(of: id, facet, values)
        }
        // Nobody said in which sense a document has a value that no words of it name.
        if searcher.view(facet).sense == nil, let named = values.plan.addedDocuments[id] {
            alternatives.append(.facet(try clause(ofDocuments: named, facet, id)))
        }
        guard let rejected = values.plan.rejectedDocuments[id] else { return .or(alternatives) }
        return .and([.or(alternatives), .not(.facet(try clause(ofDocuments: rejected, facet, id)))])
    }

    /// The documents whose words name a shown value, in the sense of the view.
    private func namings(of id: [UInt8], _ facet: Int, _ values: FacetValues) throws -> [Clause] {
        var alternatives: [Clause] = []
        for piece in values.pieces(of: id) {
            if piece.only == nil, piece.except.isEmpty {
                alternatives.append(.facet(try layerClause(facet, piece.id, shownAs: piece.id)))
            } else {
                alternatives += try namings(piece, facet)
            }
        }
        if searcher.view(facet).sense == nil { alternatives += try added(to: id, values) }
        return alternatives
    }

    private func namings(_ piece: FacetValues.Piece, _ facet: Int) throws -> [Clause] {
        try snapshot.record.fieldNames.indices.map { field in
            .near(found(try mentions(piece, facet, field: field), field: field))
        }
    }

    /// The documents that hold words which give them a shown value.
    private func added(to id: [UInt8], _ values: FacetValues) throws -> [Clause] {
        var alternatives: [Clause] = []
        for words in values.plan.addedWords[id] ?? [] {
            for field in searcher.defaultFields {
                alternatives.append(try self.words(words, field: field, exact: true))
            }
        }
        return alternatives
    }

    /// The documents that are about a shown value.
    ///
    /// Those that the index says are, unless words of theirs that named it do no more; else, and where words name it that
    /// did not, those that name it often enough where it counts.
    private func subjects(
        of id: [UInt8], _ facet: Int, base: Int, _ values: FacetValues
    ) throws -> [Clause] {
        let naming = try searcher.views.subjectPlaces.compactMap { try self.naming(of: id, base, $0) }
        var alternatives: [Clause] = []
        for member in values.members(of: id) {
            let indexed = Clause.facet(try layerClause(facet, member, shownAs: member))
            let lost = values.lostPieces(of: member, shownAs: id)
            if lost.isEmpty {
                alternatives.append(indexed)
            } else {
                alternatives.append(.and([indexed, .not(.or(try lost.flatMap { try namings($0, base) }))]))
                alternatives.append(.and([indexed, .or(naming)]))
            }
        }
        let gained =
            try values.pieces(of: id).filter { values.shown($0.id) != id }.flatMap { try namings($0, base) }
            + added(to: id, values)
        if !gained.isEmpty { alternatives.append(.and([.or(gained), .or(naming)])) }
        return alternatives
    }

    /// The documents whose words name a shown value often enough in a place.
    private func naming(of id: [UInt8], _ base: Int, _ place: FacetViews.SubjectPlace) throws -> Clause? {
        guard let field = fields(named: place.field).first else { return nil }
        var clause = found(try valueSpan(base, id, field: field), field: field)
        clause.leastCount = place.leastCount
        clause.zone = try place.zone.flatMap { try ranges(ofZone: $0) }
        return .near(clause)
    }

    /// Documents by their identifiers; those that there are not are left out.
    private func clause(ofDocuments identifiers: [String], _ facet: Int, _ id: [UInt8]) throws -> FacetClause
    {
        var documents = [Set<UInt32>](repeating: [], count: snapshot.parts.count)
        for identifier in identifiers {
            guard let place = try snapshot.find(Array(identifier.utf8)) else { continue }
            documents[place.part].insert(place.document)
        }
        return try memoryClause(facet, id) { documents[$0].sorted() }
    }

    private func found(_ span: SpanClause, field: Int) -> NearClause {
        NearClause(
            field: field, span: span, scorer: scorer(weight: 0, field: field),
            statistics: searcher.statistics[field])
    }

    /// The words of a field that a piece of a value's mentions is, of a facet or of a view of it by sense.
    private func mentions(_ piece: FacetValues.Piece, _ facet: Int, field: Int) throws -> SpanClause {
        let view = searcher.view(facet)
        let facet = view.base ?? facet
        return .mentions(
            MentionSpans(
                value: try layerClause(facet, piece.id, shownAs: piece.id),
                ordinals: try snapshot.parts.map { part in
                    try part.layers[facet].values().ordinal(of: piece.id).map { UInt32($0) }
                }, sense: view.sense,
                only: try piece.only.map { try filter($0, facet, field: field) },
                except: try piece.except.map { try filter($0, facet, field: field) }))
    }

    private func filter(
        _ mentions: FacetOverlay.Mentions, _ facet: Int, field: Int
    ) throws -> MentionSpans.Filter {
        switch mentions {
        case .rule(let name):
            .rule(
                snapshot.parts.map { part in
                    part.layers[facet].meta.rules.firstIndex(of: name).map { UInt16($0) }
                })
        case .form(let words): .form(try form(words, field: field))
        }
    }

    /// Folded words side by side in a field, as they are written, in every language.
    private func form(_ words: [[UInt8]], field: Int) throws -> SpanClause {
        let languages = searcher.languages[field]
        let terms = try words.map { try self.terms($0, languages, field: field, exact: true) }
        if terms.allSatisfy({ $0.count == 1 }) { return .words(terms.map { $0[0] }) }
        return .any(
            languages.indices.map { language in .words(terms.map { $0[$0.count == 1 ? 0 : language] }) })
    }
}

extension Searcher {
    /// The documents of a part that match, deleted ones left out.
    ///
    /// - Parameter limits: once over, those found by then are all.
    func documents(
        of clause: Clause, part: Int, _ limits: CompileLimits
    ) throws(StorageError) -> [UInt32] {
        var documents: [UInt32] = []
        try forEachDocument(of: clause, part: part, limits) { documents.append($0) }
        return documents
    }

    /// Visits the documents of a part that match, ascending, deleted ones left out.
    func forEachDocument(
        of clause: Clause, part: Int, _ limits: CompileLimits, _ visit: (UInt32) -> Void
    ) throws(StorageError) {
        if !clause.mayMatch(part: part) { return }
        try SearchMemory.lend { memory throws(StorageError) in
            let search = try SegmentSearch(clause, in: snapshot, partIndex: part, memory: memory)
            _ = try WindowSearch(search, count: DocumentWindow.greatestCount).match(
                { base, window throws(StorageError) in
                    window.forEachMatch { visit(base + UInt32($0)) }
                }, isOver: { limits.isOver })
            try search.checkUndamaged()
        }
    }
}
