internal import IndexCore

extension FacetResolver {
    /// Values with what overlays change about their names.
    func shown(
        _ values: [(facet: Int, value: FacetCatalog.Value)]
    ) -> [(facet: Int, value: FacetCatalog.Value)] {
        if plans.values.allSatisfy(\.isEmpty) { return values }
        var shown: [(facet: Int, value: FacetCatalog.Value)] = []
        var places: [Int: [String: Int]] = [:]
        func add(_ facet: Int, _ value: FacetCatalog.Value) {
            if places[facet]?[value.id] != nil { return }
            places[facet, default: [:]][value.id] = shown.count
            shown.append((facet, value))
        }
        var merged: [(facet: Int, value: FacetCatalog.Value, target: String)] = []
        for (facet, value) in values {
            let plan = plans[facet] ?? FacetPlan()
            let key = Array(value.id.utf8)
            if plan.rejected.contains(key) { continue }
            if let target = plan.merges[key] {
                merged.append((facet, value, String(decoding: target, as: UTF8.self)))
            } else {
                add(facet, plan.shown(value))
            }
        }
        for facet in Set(values.map(\.facet)).sorted() {
            for value in plans[facet]?.givenValues ?? [] { add(facet, value) }
        }
        for (facet, value, target) in merged {
            guard let place = places[facet]?[target] else { continue }
            shown[place].value.aliases += [value.id, value.label] + value.aliases
        }
        return shown
    }
}

extension FacetPlan {
    /// A value with its label and its further names.
    func shown(_ value: FacetCatalog.Value) -> FacetCatalog.Value {
        var value = value
        let key = Array(value.id.utf8)
        if let label = labels[key] {
            value.aliases.append(value.label)
            value.label = label
        }
        value.aliases += aliases[key] ?? []
        return value
    }

    /// A value that the overlay alone knows; nil for one that it does not label.
    func givenValue(_ id: String) -> FacetCatalog.Value? {
        let key = Array(id.utf8)
        return labels[key].map { FacetCatalog.Value(id: id, label: $0, aliases: aliases[key] ?? []) }
    }

    /// Values with a label, by id.
    fileprivate var givenValues: [FacetCatalog.Value] {
        labels.keys.sorted { $0.lexicographicallyPrecedes($1) }
            .compactMap { givenValue(String(decoding: $0, as: UTF8.self)) }
    }
}
