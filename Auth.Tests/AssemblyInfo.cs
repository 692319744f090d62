[assembly: Parallelizable(ParallelScope.All)]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
// Many tests wait for a program, a database server or a deadline: more of them run than a small machine has processors.
[assembly: LevelOfParallelism(4)]
