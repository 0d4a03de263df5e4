internal import Synchronization

/// Ends the searches of the requests that hold it; any thread may.
public final class SearchCancellation: Sendable, Equatable {
    private let flag = Atomic<Bool>(false)

    public init() {}

    public var isCancelled: Bool { flag.load(ordering: .relaxed) }

    /// Searches that run end soon with what they have found, later ones at once.
    public func cancel() { flag.store(true, ordering: .relaxed) }

    public static func == (one: SearchCancellation, other: SearchCancellation) -> Bool { one === other }
}

extension SearchRequest {
    /// Whether a search that begins now is to end; nil where it never has to.
    func end() -> (@Sendable () -> Bool)? {
        let cancellation = cancellation
        guard let timeoutMilliseconds else {
            guard let cancellation else { return nil }
            return { cancellation.isCancelled }
        }
        let deadline = ContinuousClock.now + .milliseconds(timeoutMilliseconds)
        return { cancellation?.isCancelled == true || ContinuousClock.now >= deadline }
    }
}
