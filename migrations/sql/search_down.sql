-- placeholder until helper D delivers
SELECT 1;
