internal import Dossier

/// A condition beside the query.
package struct ValueFilter: Hashable, Sendable {
    package enum Kind: Sendable {
        /// Each article carries the value.
        case required
        /// Each article carries it or another value of the facet that is filtered so.
        case either
        /// No article carries it.
        case excluded
    }

    /// As requests name it: `country` or `about:country`.
    package var facet: String
    package var id: String
    package var label: String
    package var kind: Kind

    package init(facet: String, id: String, label: String, kind: Kind = .required) {
        self.facet = facet
        self.id = id
        self.label = label
        self.kind = kind
    }

    /// Whether it is about the same value.
    func isSame(as other: ValueFilter) -> Bool { facet == other.facet && id == other.id }

    /// Filters that hold together: each alone, but those of which either may hold by their facet, where the first stands.
    static func groups(_ filters: [ValueFilter]) -> [[ValueFilter]] {
        var groups: [[ValueFilter]] = []
        for filter in filters {
            if filter.kind == .either,
                let known = groups.firstIndex(where: { $0[0].kind == .either && $0[0].facet == filter.facet })
            {
                groups[known].append(filter)
            } else {
                groups.append([filter])
            }
        }
        return groups
    }

    /// As a request says it.
    static func requestFilters(_ filters: [ValueFilter]) -> [SearchRequest.Filter] {
        groups(filters).map { group in
            .init(facet: group[0].facet, values: group.map(\.id), isExcluded: group[0].kind == .excluded)
        }
    }

    /// The filters that a request's filter stands for, each value as it was written; nil where it takes one filter of several
    /// values too many.
    static func parts(of filter: SearchRequest.Filter, beside others: [ValueFilter]) -> [ValueFilter]? {
        let kind: Kind = filter.isExcluded ? .excluded : filter.values.count == 1 ? .required : .either
        if kind == .either, others.contains(where: { $0.kind == .either && $0.facet == filter.facet }) {
            return nil
        }
        return filter.values.map { ValueFilter(facet: filter.facet, id: $0, label: $0, kind: kind) }
    }
}
