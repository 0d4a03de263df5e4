internal import IndexKernels

/// Memory that was freed and that the process has not returned.
package enum FreedMemory {
    /// Keeps it for what comes next while `body` runs, and returns it then.
    ///
    /// A batch build frees tens of megabytes with each run and needs as many for the next: to return them and be given
    /// cleared pages instead takes a tenth of its time. That the allocator sets no thresholds of its own any more stays.
    package static func keeping<Result>(_ body: () throws -> Result) rethrows -> Result {
        dossier_keep_freed_memory()
        defer { dossier_return_freed_memory() }
        return try body()
    }

    /// Returns it now and keeps none any more: what comes next grows step by step and would not use again what it leaves.
    package static func giveBack() { dossier_return_freed_memory() }
}
