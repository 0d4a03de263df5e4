internal import IndexAnalysis
internal import IndexCore
internal import IndexSearch
internal import IndexStorage
internal import PluginAPI
internal import SourceAdapters

extension SearchIndex {
    /// The document of a hit.
    public func fetch(_ reference: DocumentReference) throws(DossierError) -> StoredDocument {
        try fetch([reference])[0]
    }

    /// The documents of several hits, such as those of a page: several threads read them.
    public func fetch(_ references: [DocumentReference]) throws(DossierError) -> [StoredDocument] {
        try answering {
            let snapshot = self.snapshot
            guard references.allSatisfy({ $0.number < snapshot.documentCount }) else {
                throw DossierError(.unknownDocument, "The reference is of another index or commit.")
            }
            return try Workers.map(count: references.count, threadCount: Workers.processorCount) {
                index throws(StorageError) in
                let place = snapshot.locate(references[index].number)
                return try snapshot.parts[place.part].segment.document(place.document)
            }.map { StoredDocument($0) }
        }
    }

    /// The document with an identifier.
    ///
    /// - Throws: `DossierError.Code.unknownDocument`, with identifiers that end alike.
    public func document(_ identifier: String) throws(DossierError) -> StoredDocument {
        try answering {
            let place = try locate(identifier)
            return StoredDocument(try snapshot.parts[place.part].segment.document(place.document))
        }
    }

    /// The facet values a document carries, each with the words that name it, if any do; facets in order, those that it is
    /// most about first.
    public func evidence(for identifier: String) throws(DossierError) -> [FacetEvidence] {
        try answering {
            let place = try locate(identifier)
            let part = snapshot.parts[place.part]
            let document = try part.segment.document(place.document)
            var evidence: [FacetEvidence] = []
            for (facet, layer) in part.layers.enumerated() where snapshot.record.facets[facet].aspect == nil {
                let ids = try layer.valueIdentifiers().map { String(decoding: $0, as: UTF8.self) }
                let snapshot = snapshot
                let maker = EvidenceMaker(
                    facet: snapshot.record.facets[facet].name, ids: ids,
                    label: { snapshot.label(of: $0, facet: facet) }, rules: layer.meta.rules,
                    fieldNames: snapshot.record.fieldNames)
                if !layer.meta.hasMentions {
                    evidence += maker.stated(try layer.ordinals().ordinals(of: place.document))
                    continue
                }
                guard let found = maker.evidence(try layer.mentions(of: place.document), in: document) else {
                    throw StorageError.corrupt(
                        file: layer.name, reason: "a mention lies outside its document")
                }
                evidence += found
            }
            return try overlaid(evidence, of: document, at: place)
        }
    }

    /// Why a document carries one value, named as in a filter: an id, a label or an alias; nil where it does not.
    ///
    /// - Throws: `DossierError` for a name that fits no value, or several.
    public func evidence(
        for identifier: String, facet: String, value: String
    ) throws(DossierError) -> FacetEvidence? {
        let resolved = try answering { try searcher.resolver.resolve(facet: facet, value: value) }
        let name = snapshot.record.facets[resolved.facet].baseName
        return try evidence(for: identifier).first { $0.facet == name && $0.id == resolved.id }
    }

    /// What the index holds.
    public func statistics() throws(DossierError) -> IndexStatistics {
        try answering {
            let record = snapshot.record
            // What only tells zones apart is no field to users.
            let shownFields = try Schema(record.schema).fields.prefix(record.fieldNames.count).indices
            var byteCount = 0
            for name in record.fileNames {
                // Opened whole: the size of a file that was cut is no answer.
                byteCount += try SectionFile(try snapshot.fileSystem.openMapped(name)).file.byteCount
            }
            return IndexStatistics(
                commitNumber: snapshot.commitNumber, documentCount: snapshot.liveCount,
                deletedCount: snapshot.parts.reduce(0) { $0 + ($1.deletes?.count ?? 0) },
                segmentCount: snapshot.parts.count, byteCount: byteCount,
                fields: shownFields.map { field in
                    let fields = snapshot.parts.map { $0.segment.fields[field] }
                    return IndexStatistics.Field(
                        name: record.fieldNames[field],
                        documentCount: fields.reduce(0) { $0 + $1.documentCount },
                        tokenCount: fields.reduce(0) { $0 &+ $1.totalLength })
                },
                facets: try record.facets.indices.filter { record.facets[$0].aspect == nil }.map { facet in
                    IndexStatistics.Facet(
                        name: record.facets[facet].name,
                        pluginVersion: record.facets[facet].isStated
                            ? nil : record.facets[facet].pluginVersion,
                        valueCount: try searcher.valueCount(ofFacet: facet))
                },
                analyzer: searcher.analyzer.name)
        }
    }

    /// The folders and files that are indexed, by name and absolute path; standard input has no path that leads anywhere.
    public func sources() throws(DossierError) -> [(name: String, path: String)] {
        try answering {
            let name = snapshot.record.syncState
            let state = name.isEmpty ? SyncState() : try SyncState(name, in: snapshot.fileSystem)
            // An index inside its root moves with it.
            let home = parentFolder(resolvedPath(path) ?? path)
            return state.roots.map { ($0.name, $0.path == ".." ? home : $0.path) }
        }
    }

    /// Reads every file of the index whole, those of earlier commits too, and tells what is wrong; nothing when all is
    /// sound.
    public func check() -> [String] {
        var problems = IndexCheck.problems(of: snapshot)
        do throws(StorageError) {
            if !snapshot.record.syncState.isEmpty {
                _ = try SyncState(snapshot.record.syncState, in: snapshot.fileSystem)
            }
            if !snapshot.record.copies.isEmpty {
                _ = try CopyLinks(snapshot.record.copies, in: snapshot.fileSystem)
            }
        } catch {
            problems.append(error.description)
        }
        return problems
    }

    /// Where a document lies.
    func locate(_ identifier: String) throws -> (part: Int, document: UInt32) {
        if let place = try snapshot.find(Array(identifier.utf8)) { return place }
        var message = "No document is named ‘\(identifier)’."
        let similar = try similarIdentifiers(identifier)
        if !similar.isEmpty { message += " There are: " + similar.joined(separator: ", ") + "." }
        throw DossierError(.unknownDocument, message)
    }

    /// A few identifiers that contain the last part of a name.
    private func similarIdentifiers(_ identifier: String) throws -> [String] {
        let wanted = (identifier.split(separator: "/").last.map(String.init) ?? identifier).lowercased()
        var found: [String] = []
        if wanted.isEmpty { return [] }
        for part in snapshot.parts {
            let identifiers = try part.segment.identifiers()
            for document in 0..<UInt32(part.segment.documentCount) {
                let name = String(decoding: try identifiers.identifier(of: document), as: UTF8.self)
                guard name.lowercased().contains(wanted), part.deletes?.contains(document) != true else {
                    continue
                }
                found.append(name)
                if found.count == 3 { return found }
            }
        }
        return found
    }
}

extension StoredDocument {
    /// Byte ranges of the text that snippets may show: neighbouring zones of the article, its title left out.
    var articleStretches: [Range<Int>] {
        var stretches: [Range<Int>] = []
        var isOpen = false
        for zone in zones {
            let isShown = zone.kind.isArticle && zone.kind != .title
            if isShown, isOpen, let last = stretches.popLast() {
                stretches.append(last.lowerBound..<zone.range.upperBound)
            } else if isShown {
                stretches.append(zone.range)
            }
            isOpen = isShown
        }
        return stretches
    }
}
