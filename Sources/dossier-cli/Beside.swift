import Dispatch

/// Does something on another thread, for which nobody waits.
func runBeside(_ body: @escaping @Sendable () -> Void) { DispatchQueue.global().async(execute: body) }
