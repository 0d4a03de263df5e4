internal import IndexCore
internal import IndexStorage

extension FacetResolver {
    /// What a value names before `+members`, as in `NATO+members`; nil for one that asks for no members.
    package static func ownerOfMembers(_ value: String) -> String? {
        let suffix = "+members"
        return value.count > suffix.count && value.lowercased().hasSuffix(suffix)
            ? String(value.dropLast(suffix.count)) : nil
    }
}

extension QueryCompiler {
    /// A value, or one of those that belonged to it on the day of the document.
    ///
    /// A document without a date has the members of today: those whose membership has no end.
    func members(of name: String, _ owner: String) throws -> Clause {
        let (facet, id) = try searcher.resolver.resolve(facet: name, value: owner)
        let members = snapshot.catalogs[facet].value(with: id)?.members ?? []
        guard !members.isEmpty else { throw QueryError.noMembers(facet: name, name: owner) }
        var clauses = [Clause.facet(try facetClause(facet, Array(id.utf8)))]
        let view = snapshot.record.facets[facet].aspect.map { $0.name + ":" } ?? ""
        for member in members {
            guard let place = snapshot.record.facets.firstIndex(where: { $0.name == view + member.facet })
            else { continue }
            let value = Clause.facet(try facetClause(place, Array(member.id.utf8)))
            clauses.append(try dated(value, member.days))
        }
        return .or(clauses)
    }

    private func dated(_ value: Clause, _ days: ClosedRange<Int32>) throws -> Clause {
        if days.lowerBound == .min, days.upperBound == .max { return value }
        if days.upperBound < .max {
            return .and([value, .days(max(days.lowerBound, noDate + 1)...days.upperBound)])
        }
        return .and([value, .or([.days(days), .days(noDate...noDate)])])
    }
}
