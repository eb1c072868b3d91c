# openmx.R TABLE.csv - fits 2PL items by EM with R OpenMx (as in tests/scoring_cases/sim2pl_openmx.csv) and prints the CPU seconds that
# the fit takes. Prints nothing where OpenMx is not installed.
suppressWarnings(suppressMessages({
  if (!requireNamespace("OpenMx", quietly = TRUE) || !requireNamespace("rpf", quietly = TRUE)) quit(status = 0)
  library(OpenMx)
  library(rpf)
}))
data <- read.csv(commandArgs(trailingOnly = TRUE)[1])
for (name in names(data)) data[[name]] <- mxFactor(data[[name]], levels = 0:1)
item <- rpf.grm(outcomes = 2)
start <- mxMatrix(name = "item", nrow = 2, ncol = ncol(data), free = TRUE, values = c(1, 0),
                  dimnames = list(names(rpf.rparam(item)), names(data)))
rownames(start) <- c("ability", "b")
model <- mxModel("bench", start, mxData(data, type = "raw"),
                 mxExpectationBA81(rep(list(item), ncol(data)), qpoints = 65, qwidth = 8), mxFitFunctionML(),
                 mxComputeEM(expectation = "expectation", predict = "scores", mstep = mxComputeNewtonRaphson()))
time <- system.time(fit <- mxRun(model, silent = TRUE))
seconds <- time[["user.self"]] + time[["sys.self"]]
cat(sprintf("%.2f\n", seconds))
