internal import IndexCore
internal import IndexStorage
internal import Synchronization

/// The values of a facet as they are shown: spellings of one name are one, and what an overlay changes is changed.
final class FacetValues: Sendable {
    let plan: FacetPlan
    private let spellings: FacetSpellings.Groups
    /// By shown value, those of layers that are shown so, for values with more than one or another than themselves.
    private let members: [[UInt8]: [[UInt8]]]
    /// Shown values whose documents are not all those of their members.
    let edited: Set<[UInt8]>
    /// By shown value, for those with lists of their own; made when first asked for.
    private let clauses = Mutex<[[UInt8]: FacetClause]>([:])

    init(_ plan: FacetPlan, _ spellings: FacetSpellings.Groups) {
        self.plan = plan
        self.spellings = spellings
        edited = plan.editedValues()
        var members: [[UInt8]: [[UInt8]]] = [:]
        for (value, group) in spellings where group.first == value {
            let shown = plan.shown(value)
            if shown != value || group.count > 1 { members[shown, default: []] += group }
        }
        for (value, shown) in plan.merges where spellings[value] == nil {
            members[shown, default: []].append(value)
        }
        for shown in Set(plan.merges.values) where members[shown]?.contains(shown) != true {
            members[shown, default: []] += spellings[shown] ?? [shown]
        }
        for shown in members.keys { members[shown]?.sort { $0.lexicographicallyPrecedes($1) } }
        self.members = members
    }

    /// Whether every value of a layer is shown as itself.
    var isPlain: Bool { members.isEmpty && plan.isEmpty }

    /// What a value of a layer is shown as; nil for one that is not shown.
    func shown(_ id: [UInt8]) -> [UInt8]? {
        if isPlain { return id }
        // Every value of every layer may be asked for.
        let first = spellings.isEmpty ? id : spellings[id]?.first ?? id
        if !plan.rejected.isEmpty, plan.rejected.contains(first) { return nil }
        return plan.merges.isEmpty ? first : plan.shown(first)
    }

    /// The values of layers that are shown as one.
    func members(of shown: [UInt8]) -> [[UInt8]] { members[shown] ?? [shown] }

    /// Whether its documents are more than, or less than, those of one list of each layer.
    func hasOwnLists(_ shown: [UInt8]) -> Bool {
        if isPlain { return false }
        return edited.contains(shown) || members[shown].map { $0.count > 1 } ?? false
    }

    /// Shown values that are none of layers, perhaps.
    var givenValues: Set<[UInt8]> { edited.union(plan.merges.values) }

    /// - Parameter make: also says whether what it made holds all that it should; else it is not kept.
    func clause(
        of shown: [UInt8], _ make: () throws -> (clause: FacetClause, isWhole: Bool)
    ) rethrows -> FacetClause {
        if let known = clauses.withLock({ $0[shown] }) { return known }
        let made = try make()
        if made.isWhole { clauses.withLock { $0[shown] = made.clause } }
        return made.clause
    }
}

extension FacetValues {
    /// What the mentions of a value of a layer go through before they name a shown value.
    struct Piece {
        var id: [UInt8]
        /// Which of them; nil for all.
        var only: FacetOverlay.Mentions?
        /// Those that are not.
        var except: [FacetOverlay.Mentions]
    }

    /// The mentions of a value of a layer that name another value than the one it is shown as, or nothing.
    func lostPieces(of id: [UInt8], shownAs shown: [UInt8]) -> [Piece] {
        let selections = plan.selections[id] ?? []
        return selections.indices.filter { selections[$0].target.map(plan.shown) != shown }.map { index in
            Piece(id: id, only: selections[index].mentions, except: selections[..<index].map(\.mentions))
        }
    }

    /// The mentions that name a shown value.
    func pieces(of shown: [UInt8]) -> [Piece] {
        var pieces = members(of: shown).map { id in
            Piece(id: id, only: nil, except: plan.selections[id]?.map(\.mentions) ?? [])
        }
        for (id, selections) in plan.selections.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            for (index, selection) in selections.enumerated()
            where selection.target.map(plan.shown) == shown {
                pieces.append(
                    Piece(id: id, only: selection.mentions, except: selections[..<index].map(\.mentions)))
            }
        }
        return pieces
    }
}
