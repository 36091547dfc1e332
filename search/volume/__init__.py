"""Large amounts of real-looking records, for benchmarks only (``manage.py generate_volume``).

Words and themes keep the shares that the benchmark's searches rest on (PERFORMANCE): a quarter of the records on
discrimination against women, "racial discrimination" in 1.6 of a hundred, "rights" in 42.
"""
