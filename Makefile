# make demo and make test need a Swift toolchain, git, make and apt; they install the rest.

PACKAGES := libreadline-dev libsqlite3-dev libssl-dev zlib1g-dev libgsl-dev
TEST_PACKAGES := python3 python3-venv python3-pip
SPEED_PACKAGES := gcc libc6-dev binutils valgrind
REFIT := .build/release/refit
# The binary that ships has Swift's libraries in it: finding and binding them took half of its start-up.
RELEASE := -c release --static-swift-stdlib
DEMO := demo-output

.PHONY: demo test build lint packages test-packages record sample experiments replay parity golden notebooks mlflow python-envs matrix flask fuzz speed bench clean

# The main job on the sample data: learn, score, apply feedback by each strategy, export.
demo: build
	rm -rf $(DEMO)
	mkdir -p $(DEMO)
	$(REFIT) run --echo experiments/demo/demo.refit
	@echo
	@echo "Once more, and every figure judged:"
	$(REFIT) replay $(DEMO)/fetchmany.run --brief
	@echo
	@echo "The models are in $(DEMO)/; look into one with: $(REFIT) inspect $(DEMO)/fetchmany.safetensors"

# Everything that must hold before a change lands: format, house rules, build, tests, Python's programs, instructions counted,
# the committed runs on the sample data once more, and a look by fuzzers.
test: packages test-packages lint
	swift build --build-tests
	REFIT_REQUIRE_PYTHON=1 swift test --skip-build $(if $(FILTER),--filter $(FILTER))
	$(if $(FILTER),,scripts/python-checks .build/debug/refit)
	$(if $(FILTER),,$(MAKE) speed)
	$(if $(FILTER),,$(MAKE) replay IMDB=no)
	$(if $(FILTER),,scripts/fuzz 3)

build: packages
	swift build $(RELEASE) --product refit

lint:
	swift format lint --strict --recursive Package.swift Sources Tests experiments
	scripts/check-house-rules

packages:
	scripts/install-packages $(PACKAGES)

test-packages:
	scripts/install-packages $(TEST_PACKAGES)

# Writes the transcripts anew from what refit says today; the run fails, so that nobody forgets to read them.
record:
	RECORD=1 swift test --filter Transcript

# The committed sample data, byte for byte.
sample: build
	$(REFIT) sample datasets/sample/reviews.csv

# The committed runs on the sample data anew, with their models in demo-output.
experiments: build
	rm -rf $(DEMO)
	mkdir -p $(DEMO)
	$(REFIT) run --echo experiments/tutorial/script.refit
	$(REFIT) run experiments/feedback/script.refit
	$(REFIT) run experiments/vectorizers/script.refit
	$(REFIT) run experiments/strategies/script.refit
	$(REFIT) run experiments/order-noise/script.refit

# The committed runs again, every figure judged. Without the IMDB reviews: make replay IMDB=no
replay: build
	imdb=$(if $(filter no,$(IMDB)),,$$(datasets/get-imdb)) && \
	$(REFIT) replay experiments/tutorial experiments/feedback experiments/vectorizers experiments/strategies \
	experiments/order-noise \
	$${imdb:+experiments/imdb experiments/feedback-imdb experiments/vectorizers-imdb experiments/strategies-imdb \
	experiments/order-noise-imdb --data "$${imdb%/*}"} --jobs 2 --brief

# Both sides side by side, on random settings and on the IMDB reviews: scikit-learn in an environment of its own, outside
# the repository. Without the reviews: make parity IMDB=no
parity: build
	scripts/install-packages python3 python3-venv python3-pip
	python=$$(scripts/python-env scikit-learn Tests/Golden/requirements.txt) && \
	imdb=$(if $(filter no,$(IMDB)),,$$(datasets/get-imdb)) && \
	"$$python" experiments/parity/parity.py --refit $(REFIT) --runs $(or $(RUNS),200) $${imdb:+--imdb "$$imdb"}

# Runs that refit has exported, opened by MLflow itself: as a file store, and in a database after migrate-filestore.
# MLflow lives in an environment of its own, outside the repository. For a store of yours: make mlflow STORE=mlruns
mlflow:
	scripts/install-packages python3 python3-venv python3-pip
	python=$$(scripts/python-env mlflow Tests/MLflow/requirements.txt) && \
	if [ -n "$(STORE)" ]; then "$$python" Tests/MLflow/check.py "$(STORE)"; else \
	folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	REFIT_MLFLOW_FOLDER="$$folder" swift test --filter MLflowRunsForPython && \
	"$$python" Tests/MLflow/check.py "$$folder/ml runs" "$$folder/next"; fi

# The environments of scikit-learn 1.2.2, 1.5.2 and 1.9.1, skops and Flask, outside the repository; make test uses them.
python-envs: test-packages
	for list in Tests/Matrix/scikit-learn-*.txt; do \
	scripts/python-env "$$(basename $$list .txt)" "$$list" || exit 1; done
	scripts/python-env skops Tests/Skops/requirements.txt
	scripts/python-env flask experiments/tutorial/flask/application/requirements.txt

# refit against all of them: pickles of each version in and out, skops, the Flask application.
matrix: build test-packages
	scripts/python-checks $(REFIT)

# The tutorial's Flask application alone: used, updated meanwhile, restarted.
flask: build test-packages
	python=$$(scripts/python-env flask experiments/tutorial/flask/application/requirements.txt) && \
	"$$python" experiments/tutorial/flask/check.py $(REFIT) datasets/sample/reviews.csv

# The golden files anew, from scikit-learn, NumPy and NLTK themselves.
golden:
	scripts/install-packages python3 python3-venv python3-pip
	python=$$(scripts/python-env scikit-learn Tests/Golden/requirements.txt) && \
	for script in Tests/Golden/make-*.py; do "$$python" "$$script" || exit 1; done
	for list in Tests/Matrix/scikit-learn-1.2.2.txt Tests/Matrix/scikit-learn-1.9.1.txt; do \
	python=$$(scripts/python-env "$$(basename $$list .txt)" "$$list") && "$$python" Tests/Golden/pickles.py || exit 1; done

# Every decoder under libFuzzer, SECONDS of processor time each; some only: make fuzz SECONDS=600 DECODERS="pickle skops"
fuzz: packages test-packages
	scripts/fuzz $(or $(SECONDS),20) $(DECODERS)

# How many instructions refit needs, which no noise changes, against what it needed before.
speed: build
	scripts/install-packages $(SPEED_PACKAGES)
	scripts/check-speed $(REFIT)

# refit, scikit-learn, Vowpal Wabbit, river and C on the same reviews, in turn: tables and pictures in experiments/benchmarks.
# Some cases only, shown and not written: make bench CASES="fit update". More rows: make bench GROWTH=3..7
bench: build
	scripts/install-packages gcc libc6-dev python3 python3-venv python3-pip
	swift build $(RELEASE) --product FeedbackRows
	swift build $(RELEASE) --product Stages
	python3 experiments/benchmarks/bench.py --refit $(REFIT) $(if $(ROUNDS),--rounds $(ROUNDS)) \
	$(if $(GROWTH),--growth $(GROWTH)) $(if $(CASES),--only $(CASES),--to experiments/benchmarks)

# A saved session, held against Jupyter's own package in an environment of its own, and checked by refit.
notebooks: build
	scripts/install-packages python3 python3-venv python3-pip
	python=$$(scripts/python-env nbformat Tests/Jupyter/requirements.txt) && \
	"$$python" Tests/Jupyter/validate.py $(REFIT)

clean:
	rm -rf .build .build-fuzz $(DEMO)
